/**
 * The folder in a data folder that is there while a restore puts things in their place, and after one that was cut
 * short. Nobody opens the data folder meanwhile: half of it may be of one time and half of another.
 */
export const RESTORE_FOLDER = "restore.unfinished";

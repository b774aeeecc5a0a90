/** What a backup holds, by the name of each part: its version, or null where there was none. */
export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
  readonly madeAt: string;
  readonly parts: readonly { readonly name: string; readonly version: number | null }[];
}

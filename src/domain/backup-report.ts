/** What a backup holds, or what of it was restored, by the name of each part: its version, or null for none. */
export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
  readonly madeAt: string;
  readonly parts: readonly { readonly name: string; readonly version: number | null }[];
}

/** Structured log: a short constant message, the data as fields. Never questions, answers or secrets above `debug`. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

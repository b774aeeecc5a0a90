/**
 * A message without the words of somebody else that it ends on, for the log: a service that refuses a question may say
 * the question again.
 */
export function withoutSaid(message: string): string {
  const at = message.lastIndexOf(": “");
  return at !== -1 && message.endsWith("”.") ? `${message.slice(0, at)}.` : message;
}

/** What no rule can be used on: a kind that its source's importer did not know, a text whose bytes were not all letters. */
export function isUnreadable({ kind, body }: { readonly kind: string; readonly body: string }): boolean {
  return kind === 'unknown' || body.includes('\ufffd')
}

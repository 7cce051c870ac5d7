/** Ends what was started; in `closers` what was started last stands first. */
export type Closer = () => Promise<unknown> | unknown

/**
 * Closes everything, whatever of it fails: the journal must still be signed, and the house's lock given back.
 * @throws what failed first
 */
export async function closeAll(closers: readonly Closer[]): Promise<void> {
  const failures: unknown[] = []
  for (const close of closers) {
    try {
      await close()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/**
 * The text of a file that somebody chose. Tables saved by a Chinese Excel are GB 18030; everything else here is UTF-8,
 * and what is not valid UTF-8 is the former. A byte order mark is no part of the text.
 */
export async function textOf(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

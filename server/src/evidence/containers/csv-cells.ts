/** The cells of a line that csvLine wrote: every cell quoted, quotes doubled, no line ends inside. */
export function cellsOf(line: string): string[] {
  const cells: string[] = []
  let at = 1
  while (at <= line.length) {
    let cell = ''
    for (;;) {
      const quote = line.indexOf('"', at)
      const end = quote === -1 ? line.length : quote
      cell += line.slice(at, end)
      at = end + 1
      if (line.charAt(at) !== '"' || quote === -1) break
      cell += '"'
      at += 1
    }
    cells.push(cell)
    at += 2 // the comma and the next quote
  }
  return cells
}

import type { ExportPreview } from '../../wire.ts'

/** Places of the line number, the time, the sender's account and name, and the text among a package's columns (proof/src/render.ts). */
const READ_FIRST = [0, 4, 7, 8, 10]
const RECORD_COLUMNS = 16

export function PreviewTable({ page, label }: { page: ExportPreview; label: string }) {
  const places = page.headings.map((_, place) => place)
  const first = places.length === RECORD_COLUMNS ? READ_FIRST : []
  const order = [...first, ...places.filter((one) => !first.includes(one))]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section className="leaving" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {order.map((place) => (
              <th key={place} scope="col">
                {page.headings[place]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a sealed file have no other name than their place
            <tr key={page.from + row}>
              {order.map((place) => (
                <td key={place}>{cells[place]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** As it stands there; of what is no text its bytes. */
export function PreviewText({ page, label }: { page: ExportPreview; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section className="leaving" tabIndex={0} aria-label={label}>
      <pre className={page.form === 'bytes' ? 'leaving-bytes' : 'leaving-text'}>{page.text}</pre>
    </section>
  )
}

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ShownRow } from '@cunzhen/proof'
import { headings } from '@cunzhen/proof'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lockedWorkbook } from './locked-sheet.ts'

// The workbook with a password in LibreOffice, which takes one only from whoever drives it: a macro opens it with what would be typed,
// and saves what it shows as CSV. Skipped where soffice is not installed. Everybody is invented.

const OFFICE = spawnSync('soffice', ['--version']).status === 0
const PASSWORD = 'kx7mp-9q2ra-h4wtn-c8bve'
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Without a dialogue a wrong password ends in no document: then nothing is saved. */
const MACRO = `Sub OpenAndSave(source As String, target As String, typed As String)
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden"
  how(0).Value = True
  how(1).Name = "Password"
  how(1).Value = typed
  Dim book As Object
  On Error GoTo Ended
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, how())
  If IsNull(book) Then GoTo Ended
  Dim saved(1) As New com.sun.star.beans.PropertyValue
  saved(0).Name = "FilterName"
  saved(0).Value = "Text - txt - csv (StarCalc)"
  saved(1).Name = "FilterOptions"
  saved(1).Value = "44,34,76,1,,0,false,true,false"
  book.storeToURL(target, saved())
  book.close(True)
Ended:
  StarDesktop.terminate()
End Sub
`

let dir: string
beforeAll(() => {
  if (!OFFICE) return
  dir = mkdtempSync(join(tmpdir(), 'cunzhen-office-'))
  office('--terminate_after_init') // makes the profile, with a library of macros that holds nothing
  const basic = join(dir, 'profile/user/basic/Standard')
  mkdirSync(basic, { recursive: true })
  const library = `${XML}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Opening"/></library:library>`
  const module = `${XML}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Opening" script:language="StarBasic">${escaped(MACRO)}</script:module>`
  writeFileSync(join(basic, 'script.xlb'), library)
  writeFileSync(join(basic, 'Opening.xba'), module)
}, 120_000)
afterAll(() => {
  if (OFFICE) rmSync(dir, { recursive: true, force: true })
})

function office(...args: string[]): void {
  const profile = `-env:UserInstallation=file://${join(dir, 'profile')}`
  spawnSync('soffice', ['--headless', profile, '--norestore', ...args], { stdio: 'ignore', timeout: 100_000 })
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const ROWS = ['您好，我是张小凡，电话138****8000', "'=1+1", '"quoted", comma', '😀 𠮷', ''].map((body, n) =>
  headings('zh').map((_, column) => (column === 0 ? String(n + 1) : column === 10 ? body : '')),
)

async function* shown(): AsyncGenerator<ShownRow> {
  for (const cells of ROWS) yield { cells, conv: 1, kinds: [] }
}

/** What LibreOffice shows after this is typed; null: it opens nothing. */
function opened(file: string, typed: string): string[][] | null {
  const target = `${file}.csv`
  rmSync(target, { force: true })
  office(`macro:///Standard.Opening.OpenAndSave("file://${file}","file://${target}","${typed}")`)
  return existsSync(target) ? parse(readFileSync(target, 'utf8'), { bom: true, relax_column_count: true }) : null
}

describe.skipIf(!OFFICE)('LibreOffice with a typed password; skipped where soffice is not installed', () => {
  test('opens the workbook with its password, every cell as it stands, and with no other', async () => {
    const locked = await lockedWorkbook({ language: 'zh', rows: ROWS.length, password: PASSWORD }, shown())
    if (locked === 'too_large') throw new Error('five rows are not too many')
    const file = join(dir, 'records-locked.xlsx')
    writeFileSync(file, locked)
    expect(opened(file, PASSWORD)).toEqual([headings('zh'), ...ROWS])
    expect(opened(file, `${PASSWORD}x`)).toBeNull()
  }, 240_000)
})

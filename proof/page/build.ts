import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'

// `node proof/page/build.ts [FILE]` writes the verifier as one HTML file (proof/dist/verify.html): script and style inline, allowed
// by their hashes and nothing else, so that the page can load and send nothing.

const HERE = import.meta.dirname

/** The page as text. */
export async function buildPage(): Promise<string> {
  const template = await readFile(join(HERE, 'index.html'), 'utf8')
  const style = (await readFile(join(HERE, 'style.css'), 'utf8')).trim()
  const script = await bundle()
  return template
    .replace('{{script-hash}}', () => contentHash(script))
    .replace('{{style-hash}}', () => contentHash(style))
    .replace('{{style}}', () => style)
    .replace('{{script}}', () => script)
}

async function writePage(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  // an export may be copying the one before at this moment
  const next = `${path}.next-${process.pid}`
  await writeFile(next, await buildPage())
  await rename(next, path)
}

async function bundle(): Promise<string> {
  const build = await rolldown({
    input: join(HERE, 'main.ts'),
    platform: 'browser',
    // without 'node', `#crypto` is crypto.browser.ts
    resolve: { conditionNames: ['browser', 'import', 'default'] },
    tsconfig: false,
    logLevel: 'silent',
  })
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false })
  await build.close()
  const [chunk, ...more] = output
  if (more.length > 0) throw new Error('the page must be one script')
  // a closing tag in a string would end the element that the script stands in
  return chunk.code.trim().replaceAll('</script', '<\\/script')
}

/** CSP level 3: the hash of the element's text allows that text alone. */
function contentHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

if (import.meta.main) {
  const path = process.argv[2] ?? join(HERE, '..', 'dist', 'verify.html')
  await writePage(path)
  process.stdout.write(`${path}\n`)
}

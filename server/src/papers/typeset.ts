import { join } from 'node:path'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { Fault, type Instant, Refusal, SECOND } from '#base'
import { type Fonts, findFonts } from './fonts.ts'
import { photoName, photoUnreadable } from './photos.ts'

// Templates and data into PDF/A-2b. Data goes in as JSON and is read by the template as data: no text of a message can become
// markup. Synchronous and hungry (2 s and 230 MB for 5,000 messages): only threads of their own call it.

/** What a template can read besides its data: the shipped templates, which everybody may. */
const WORKSPACE = join(import.meta.dirname, 'templates')

export interface Typeset {
  pdf: Uint8Array
  pages: number
}

export interface Typesetter {
  /**
   * @param template Typst source; `json(bytes(sys.inputs.data))` gives `data`
   * @param photos what the template calls by `photoName`
   * @param at the document's date: the same data and time give the same bytes
   * @throws Fault `template_broken` when the template does not compile; Refusal `photo_unreadable`
   */
  set(template: string, data: unknown, at: Instant, photos?: readonly Uint8Array[]): Typeset
}

export type Printable = string | number | boolean | null | readonly Printable[] | { readonly [key: string]: Printable }

/**
 * Loads the compiler into the process. The main thread must, before a thread sets anything: a thread that ends takes the last
 * hold on the library with it, and the process falls (seen with 0.6.0).
 */
export async function holdTypesetter(): Promise<void> {
  await import('@myriaddreamin/typst-ts-node-compiler')
}

/** @throws Fault `fonts_missing` */
export async function openTypesetter(fonts: Fonts = findFonts()): Promise<Typesetter> {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler')
  const compiler = NodeCompiler.create({ workspace: WORKSPACE, fontArgs: [{ fontPaths: [...fonts.dirs] }] })
  return {
    set(template, data, at, photos = []) {
      const inputs = { data: JSON.stringify(data, (_key, value) => printable(value, fonts)) }
      try {
        showPhotos(compiler, photos)
        const compiled = compiler.compile({ mainFileContent: template, inputs })
        const { result } = compiled
        if (result === null) throw broken()
        const seconds = Math.floor(at / SECOND)
        const pdf = compiler.pdf(result, { pdfStandard: 'a-2b', creationTimestamp: seconds })
        return { pdf: new Uint8Array(pdf), pages: result.numOfPages }
      } catch (error) {
        if (error instanceof Fault || error instanceof Refusal) throw error
        throw broken()
      } finally {
        compiler.resetShadow()
        compiler.evictCache(0)
      }
    },
  }
}

/** Gives the compiler each photograph by its name, from memory, once it has been seen to be one. */
function showPhotos(compiler: NodeCompiler, photos: readonly Uint8Array[]): void {
  for (const [i, photo] of photos.entries()) {
    const name = photoName(i + 1)
    compiler.mapShadow(join(WORKSPACE, name), Buffer.from(photo))
    const { result } = compiler.compile({ mainFileContent: `#image("${name}")` })
    if (result === null) throw photoUnreadable()
  }
}

/** The compiler's messages may quote the data: none of them is told. */
function broken(): Fault {
  return new Fault('template_broken', 'the template of a paper does not compile; mend or remove it')
}

/** A picture as people see one, of several code points too (Unicode 17, UTS #51, RGI emoji set), or one that is meant as a picture. */
const PICTURE = /\p{RGI_Emoji}|\p{Emoji_Presentation}/v
const PICTURES = /(\p{RGI_Emoji}|\p{Emoji_Presentation})/v

/** What no font can draw is written as its number, as `visible` does with what nobody can see. */
function printable(value: unknown, fonts: Fonts): unknown {
  if (typeof value !== 'string') return value
  if (!PICTURE.test(value)) return lettersOf(value, fonts)
  const parts = value.split(PICTURES)
  // every second part is a picture
  return parts.map((part, i) => (i % 2 === 1 && fonts.pictures(part) ? part : lettersOf(part, fonts))).join('')
}

function lettersOf(text: string, fonts: Fonts): string {
  let out = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    out += fonts.has(code) || code === 0x0a ? character : `〖U+${code.toString(16).toUpperCase().padStart(4, '0')}〗`
  }
  return out
}

import { type Manifest, PACKAGE_VERSION } from '../package/package.ts'

// What a screen does not show is shown by its number (formats/evidence-package.md, "visible"): two texts that look alike are alike.

// Everything that a screen does not show, shows otherwise than it is, or that this format uses itself.
const UNSEEN_CLASS = [
  '\\u0000-\\u001f',
  '\\u007f-\\u009f',
  '\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f',
  '\\u2028-\\u202e',
  '\\u2060-\\u2069',
  '\\u23ce\\u3016\\u3017\\ufeff',
  '\\ufff9-\\ufffb',
  '\\u{e0000}-\\u{e007f}',
  '\\p{Noncharacter_Code_Point}',
].join('')
const UNSEEN = new RegExp(`[${UNSEEN_CLASS}]`, 'u')
const UNSEEN_ALL = new RegExp(`[${UNSEEN_CLASS}]`, 'gu')

// From version 4 on: fillers and blanks that are letters to Unicode, selectors of variants, and the two joiners. What shapes the letters of a
// script, or makes one picture of several, stays where it does so. All by fixed ranges: a newer Unicode must not change an old package.
const MORE_CLASS = [
  '\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200c\\u200d\\u2800\\u3164',
  '\\ufe00-\\ufe0f\\uffa0\\ufff0-\\ufff8',
  '\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0080}-\\u{e0fff}',
].join('')
/** Arabic to Myanmar, Khmer and Mongolian, and the other scripts of India and its neighbours. */
const SHAPED = '[\\u0600-\\u109f\\u1780-\\u180a\\u1810-\\u18af\\u1b00-\\u1bff\\ua800-\\uabff\\u{10a00}-\\u{11fff}]'
const PICTURE =
  '[\\u00a9\\u00ae\\u203c\\u2049\\u2100-\\u27ff\\u2900-\\u2bff\\u3030\\u303d\\u3297\\u3299\\u{1f000}-\\u{1faff}]'
const AT_WORK = [
  `(?<=${SHAPED})[\\u180b-\\u180d\\u180f\\u200c\\u200d\\ufe00-\\ufe0d]`,
  `(?<=${PICTURE}\\ufe0f?)\\u200d(?=${PICTURE})`,
  `(?<=${PICTURE})[\\ufe0e\\ufe0f]`,
  '(?<=[#*0-9])\\ufe0f(?=\\u20e3)',
].join('|')
const WIDER = new RegExp(`[${UNSEEN_CLASS}${MORE_CLASS}]`, 'u')
const WIDER_ALL = new RegExp(`(${AT_WORK})|[${UNSEEN_CLASS}${MORE_CLASS}]`, 'gu')

/** Text with nothing invisible in it; what stands between 〖 and 〗 is not the text's own. */
export function visible(text: string, version: Manifest['v'] = PACKAGE_VERSION): string {
  if (version < 4) return UNSEEN.test(text) ? text.replace(UNSEEN_ALL, shown) : text
  if (!WIDER.test(text)) return text
  return text.replace(WIDER_ALL, (character, atWork: string | undefined) => atWork ?? shown(character))
}

function shown(character: string): string {
  if (character === '\n') return '⏎'
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `〖U+${code}〗`
}

/** Whether nothing of a label would have to be made visible. */
export function isSeen(label: string): boolean {
  return !UNSEEN.test(label)
}

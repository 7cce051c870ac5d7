import { foldText } from '../text/normal.ts'

// A value becomes the class it lies in. A wider class never says more than a narrower one, the ends are open (top and bottom coded), and
// what cannot be read as a value has no class: the caller then shows nothing of it.

/** Where one band of money ends and the next begins; currencies are not told apart. */
const EDGES = [100, 1_000, 10_000, 100_000, 1_000_000] as const
const BANDS = {
  zh: ['金额不足100', '金额100至1千', '金额1千至1万', '金额1万至10万', '金额10万至100万', '金额100万以上'],
  en: [
    'under 100',
    '100 to 1,000',
    '1,000 to 10,000',
    '10,000 to 100,000',
    '100,000 to 1,000,000',
    '1,000,000 or more',
  ],
} as const

/** The band of an amount as somebody wrote it (¥69,200, 3.5万, 五千元); null: not read as one number. */
export function bandOf(written: string, language: 'zh' | 'en'): string | null {
  const amount = amountOf(foldText(written))
  if (amount === null) return null
  const at = EDGES.findIndex((edge) => amount < edge)
  return BANDS[language][at < 0 ? EDGES.length : at] ?? null
}

const TIMES: Readonly<Record<string, number>> = {
  十: 10,
  百: 100,
  千: 1000,
  万: 1e4,
  亿: 1e8,
  k: 1e3,
  w: 1e4,
  m: 1e6,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
}
const IN_FIGURES = /^\D{0,6}?(\d+(?:\.\d+)?)(?:多|余|来)?((?:thousand|million|billion|[十百千万亿kwm])*)/

function amountOf(folded: string): number | null {
  const plain = folded.replace(/\s/g, '').replace(/,(?=\d{3}(?!\d))/g, '')
  // 69.200 may be sixty-nine or seventy thousand; 1,2 may be anything
  if (/\d\.\d{3}(?!\d)/.test(plain) || /\d,\d/.test(plain)) return null
  const figures = IN_FIGURES.exec(plain)
  if (figures !== null) {
    const units = (figures[2] ?? '').match(/thousand|million|billion|[十百千万亿kwm]/g) ?? []
    return units.reduce((sum, unit) => sum * (TIMES[unit] ?? 1), Number(figures[1]))
  }
  return inNumerals(plain)
}

const NUMERALS = new Map(
  ['零〇', '一壹', '二贰两', '三叁参', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap((signs, value) =>
    [...signs].map((sign) => [sign, value] as const),
  ),
)
const TENS = new Map(
  ['十拾', '百佰', '千仟'].flatMap((signs, power) => [...signs].map((sign) => [sign, 10 ** (power + 1)] as const)),
)

/** 五千, 三万两千, 壹佰贰拾: up to the first sign that is none. */
function inNumerals(plain: string): number | null {
  let [all, section, digit, seen] = [0, 0, 0, false]
  for (const sign of plain) {
    const value = NUMERALS.get(sign)
    const ten = TENS.get(sign)
    if (value !== undefined) digit = value
    else if (ten !== undefined) {
      section += (digit === 0 ? 1 : digit) * ten
      digit = 0
    } else if (sign === '万' || sign === '亿') {
      all = (all + section + digit) * (sign === '万' ? 1e4 : 1e8)
      section = 0
      digit = 0
    } else break
    seen = true
  }
  return seen ? all + section + digit : null
}

/** 1985-03-01 → 1980年代; null: no year of four figures at its beginning. */
export function decadeOf(folded: string, language: 'zh' | 'en'): string | null {
  const year = /^(?:1[89]|20)\d\d/.exec(folded)?.[0]
  if (year === undefined) return null
  return language === 'zh' ? `${year.slice(0, 3)}0年代` : `${year.slice(0, 3)}0s`
}

// 小区, 社区, 园区 … are estates; a district of the state has a name before it and a road, a town or a number behind
const DISTRICT = /^[\u4e00-\u9fff]{1,6}?(?:(?<![小社园校厂景街片库院营辖矿])区|自治县|[县旗]|(?<![门超菜夜集])市)/u

/** How many leading characters of what stands below the city name its district or county; 0: none is written there. */
export function districtOf(written: string): number {
  return DISTRICT.exec(written)?.[0].length ?? 0
}

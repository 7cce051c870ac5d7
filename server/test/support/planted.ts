// Messages whose every secret is known, so that a package can be searched for each of them. All numbers are invented.

export interface Planted {
  readonly phone: string
  readonly name: string
  readonly id: string
  readonly card: string
  /** What stands before the @. */
  readonly mail: string
  readonly account: string
}

const FAMILIES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许']
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞刚桂']

/** Different in every value for each `n` below 8,000; names come again after that. */
export function plantedIn(n: number): Planted {
  const name = `${FAMILIES[n % 20]}${GIVEN[Math.floor(n / 20) % 20]}${GIVEN[Math.floor(n / 400) % 20]}`
  const serial = String(n).padStart(5, '0')
  return {
    phone: `1387${serial}8${n % 10}`,
    name,
    id: idOf(n),
    card: cardOf(n),
    mail: `mail${serial}`,
    account: `wmAccount${serial}`,
  }
}

function idOf(n: number): string {
  const month = String(1 + (n % 12)).padStart(2, '0')
  const day = String(1 + (n % 28)).padStart(2, '0')
  const stem = `1101051949${month}${day}${String(n % 1000).padStart(3, '0')}`
  const sum = [...stem].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0)
  return stem + '10X98765432'.charAt(sum % 11)
}

function cardOf(n: number): string {
  const stem = `62220202${String(n).padStart(7, '0')}`
  const sum = [...stem].reduce((total, digit, i) => {
    const doubled = Number(digit) * 2
    return total + (i % 2 === 1 ? Number(digit) : doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return stem + String((10 - (sum % 10)) % 10)
}

const CARRIERS = [
  '我是NAME，手机PHONE',
  '转发：「NAME：身份证ID」',
  '卡CARD户名NAME',
  '邮箱MAIL@example.com，找NAME',
  '{"title":"NAME PHONE"}',
  'NAME_PHONE.xlsx',
  'NAME邀请你加入群聊',
]

/** A message of this sender that says some of it. */
export function bodyWith(n: number): string {
  const { phone, name, id, card, mail } = plantedIn(n)
  return (CARRIERS[n % CARRIERS.length] ?? '')
    .replace('NAME', name)
    .replace('PHONE', phone)
    .replace('ID', id)
    .replace('CARD', card)
    .replace('MAIL', mail)
}

/** Looks for what was planted below `rows`, whatever stands around it. */
export class PlantedSearch {
  readonly #kinds: readonly (readonly [kind: string, pattern: RegExp, known: ReadonlySet<string>])[]

  constructor(rows: number) {
    const all = Array.from({ length: rows }, (_, n) => plantedIn(n))
    const known = (pick: (planted: Planted) => string) => new Set(all.map(pick))
    this.#kinds = [
      ['phone', /(?=(1387\d{7}))/g, known(({ phone }) => phone)],
      ['name', /(?=(\p{Script=Han}{3}))/gu, known(({ name }) => name)],
      ['id', /(?=(110105\d{11}[\dX]))/g, known(({ id }) => id)],
      ['card', /(?=(62220202\d{8}))/g, known(({ card }) => card)],
      ['mail', /(?=(mail\d{5}))/g, known(({ mail }) => mail)],
      ['account', /(?=(wmAccount\d{5}))/g, known(({ account }) => account)],
    ]
  }

  /** Kinds of what stands in a text; the values themselves are told to nobody. */
  kindsIn(text: string): string[] {
    return this.#kinds.flatMap(([kind, pattern, known]) => {
      for (const [, found = ''] of text.matchAll(pattern)) if (known.has(found)) return [kind]
      return []
    })
  }
}

import type { Kind } from '@cunzhen/proof/keeping'
import type { RetentionClasses } from '#policy'
import { foldedText } from '../folding/folding.ts'
import { oneOrMany, refusal, type Tree } from './language.ts'

// What a class of retention asks of a record, as a query: a record is in the class of the first rule that fits it, and rules
// look at nothing but its kind, its platform and its conversation. So the index need not hold classes, and a new policy
// needs no new index.

/** Records that no rule gives a class. */
const UNCLASSED = 'none'

const CLASS_NAMES = new Map([
  ['未归类', UNCLASSED],
  ['普通聊天', 'chat_general'],
  ['订单聊天', 'chat_order'],
  ['投诉', 'chat_complaint'],
  ['网络日志', 'network_log'],
  ['短信记录', 'sms_carrier_record'],
  ['反洗钱', 'finance_cdd_txn'],
  ['证券', 'securities'],
  ['短期保险', 'insurance_short'],
  ['长期保险', 'insurance_long'],
  ['银行双录', 'bank_sales_recording'],
  ['劳动合同', 'labour_contract'],
])

export interface ClassMeant {
  readonly name: string
  /** What a record in it is; `all`: every record; `nothing`: no rule of the policy gives it any. */
  readonly records: Tree | 'all' | 'nothing'
}

type Rule = RetentionClasses['rules'][number]

/** @throws Refusal (invalid) `query_class_unknown`: the policy in force has no such class */
export function classesNamed(values: readonly string[], { names, rules }: RetentionClasses): ClassMeant[] {
  return values.map((value) => {
    const typed = foldedText(value)
    const name = CLASS_NAMES.get(typed) ?? typed
    if (name === UNCLASSED) return { name, records: recordsOf(null, rules) }
    if (!names.includes(name)) throw refusal('query_class_unknown')
    return { name, records: recordsOf(name, rules) }
  })
}

/** @param name null: those that no rule fits */
function recordsOf(name: string | null, rules: readonly Rule[]): ClassMeant['records'] {
  const ways: Tree[][] = []
  for (const [at, rule] of [...rules, ANYTHING].entries()) {
    if (rule.class !== (name ?? ANYTHING.class)) continue
    const before = rules.slice(0, at).filter((other) => other.class !== rule.class && mayShare(other, rule))
    if (before.some((other) => partsOf(other).length === 0)) break // one that everything fits: no record comes this far
    const without = before.map((other): Tree => ({ what: 'none', part: oneOrMany('all', partsOf(other)) }))
    ways.push([...partsOf(rule), ...without])
  }
  if (ways.length === 0) return 'nothing'
  if (ways.some((parts) => parts.length === 0)) return 'all'
  return oneOrMany(
    'any',
    ways.map((parts) => oneOrMany('all', parts)),
  )
}

const ANYTHING: Rule = { class: '', kinds: null, platforms: null, conversations: null }

function partsOf({ kinds, platforms, conversations }: Rule): Tree[] {
  const parts: Tree[] = []
  const add = (field: 'kind' | 'platform' | 'conversation', values: readonly string[] | null) => {
    if (values) parts.push({ what: 'field', field, values })
  }
  add('kind', kinds)
  add('platform', platforms)
  add('conversation', conversations)
  return parts
}

function mayShare(one: Rule, other: Rule): boolean {
  const common = <T extends Kind | string>(a: readonly T[] | null, b: readonly T[] | null) =>
    !a || !b || a.some((value) => b.includes(value))
  return (
    common(one.kinds, other.kinds) &&
    common(one.platforms, other.platforms) &&
    common(one.conversations, other.conversations)
  )
}

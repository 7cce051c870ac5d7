import { isInScope, type ResolvedScope } from '#access'
import type { ArchiveReader } from '#archive'
import type { ConversationNo, RecordNo } from '#base'
import { isWhole } from './completeness.ts'

// Which records an export holds, in which order: fixed once, before the first is opened. 20 bytes a record.

export interface PlannedConversation {
  no: ConversationNo
  rows: number
}

export interface Plan {
  /** In package order: conversation, source time (undated last), ledger index. Shared with the threads that make rows, like `convs`. */
  records: Float64Array
  /** Number of each record's conversation in the package, from 1. */
  convs: Int32Array
  /** By number in the package. */
  conversations: PlannedConversation[]
  /** Every record of the scope's conversations, inside the scope or not, ascending; empty where the scope takes all of each. */
  candidates: Float64Array
  /** One more than the highest entry index among the records. */
  end: number
}

const UNDATED = Number.POSITIVE_INFINITY

/**
 * Reads every record's outline up to `end` and keeps what the scope names. `tick` is called now and then.
 * @param end size of the seal under which the export is proven complete: what came later is not in it
 */
export async function planExport(
  reader: ArchiveReader,
  scope: ResolvedScope,
  end: number,
  tick: () => Promise<void>,
): Promise<Plan> {
  let nos = new Float64Array(1024)
  let times = new Float64Array(1024)
  let homes = new Float64Array(1024)
  let count = 0
  const whole = isWhole(scope)
  const candidates = new NumberRow()
  for (let no = 0; no < end; no += 1) {
    if (no % 4096 === 0) await tick()
    const outline = reader.outline(no as RecordNo) // counted up from 0 to the archive's end
    if (outline === null) continue
    if (!whole && (scope.conversations === 'all' || scope.conversations.has(outline.conversation))) candidates.push(no)
    if (!isInScope(scope, outline)) continue
    if (count === nos.length) {
      nos = grown(nos)
      times = grown(times)
      homes = grown(homes)
    }
    nos[count] = no
    times[count] = outline.sourceTs ?? UNDATED
    homes[count] = outline.conversation
    count += 1
  }
  return { ...ordered(nos.subarray(0, count), times, homes), candidates: candidates.row() }
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2)
  larger.set(array)
  return larger
}

/** Numbers without knowing how many there will be. */
class NumberRow {
  #numbers = new Float64Array(1024)
  #count = 0

  push(number: number): void {
    if (this.#count === this.#numbers.length) this.#numbers = grown(this.#numbers)
    this.#numbers[this.#count++] = number
  }

  row(): Float64Array {
    return this.#numbers.subarray(0, this.#count)
  }
}

function ordered(nos: Float64Array, times: Float64Array, homes: Float64Array): Omit<Plan, 'candidates'> {
  const order = Uint32Array.from(nos, (_, i) => i)
  order.sort((a, b) => by(homes, a, b) || by(times, a, b) || by(nos, a, b))
  const records = new Float64Array(new SharedArrayBuffer(order.length * Float64Array.BYTES_PER_ELEMENT))
  const convs = new Int32Array(new SharedArrayBuffer(order.length * Int32Array.BYTES_PER_ELEMENT))
  const conversations: PlannedConversation[] = []
  for (const [place, i] of order.entries()) {
    records[place] = nos[i] ?? 0
    const no = homes[i] as ConversationNo // an outline's conversation, kept as a number
    let current = conversations.at(-1)
    if (current?.no !== no) {
      current = { no, rows: 0 }
      conversations.push(current)
    }
    current.rows += 1
    convs[place] = conversations.length
  }
  return { records, convs, conversations, end: nos.length === 0 ? 0 : (nos.at(-1) ?? 0) + 1 }
}

// two undated ones: infinity minus infinity is no number, and no number is no difference
function by(values: Float64Array, a: number, b: number): number {
  const difference = (values[a] ?? 0) - (values[b] ?? 0)
  return Number.isNaN(difference) ? 0 : difference
}

import type { ExportDesk } from '../register/job.ts'
import { type LabelClaim, LabelRegister } from './label-register.ts'
import type { MadeRows, RowHand, RowRun } from './row-work.ts'

// Runs are made by several hands at once and taken in package order. What is made before its turn waits in memory, up to a bound.

/** Bytes that wait for their turn, and pieces of the run whose turn it is. */
const MOST_WAITING = 24 * 1024 * 1024
const MOST_PIECES = 8
const ROWS_A_REPORT = 1000

interface OpenRun {
  no: number
  run: RowRun
  waiting: MadeRows[]
  /** Whoever makes it; null while nobody does. */
  hand: RowHand | null
  /** Nothing more comes: it is whole, or nobody wants it any more. */
  isOver: boolean
}

export class RowsInOrder {
  readonly #runs: readonly OpenRun[]
  readonly #hands: readonly RowHand[]
  readonly #desk: Pick<ExportDesk, 'progress'>
  readonly #register = new LabelRegister()
  /** Labels that two have asked for: who has them is told to every run that begins. */
  readonly #taken: LabelClaim[] = []
  #begun = 0
  /** Of the run whose turn it is. */
  #turn = 0
  #waiting = 0
  #made = 0
  #unasked = 0
  #failure: { reason: unknown } | null = null
  #change = Promise.withResolvers<void>()

  /** `labels`: given out before the first row. */
  constructor(
    runs: readonly RowRun[],
    hands: readonly RowHand[],
    desk: Pick<ExportDesk, 'progress'>,
    labels: readonly LabelClaim[],
  ) {
    this.#runs = runs.map((run, no) => ({ no, run, waiting: [], hand: null, isOver: false }))
    this.#hands = hands
    this.#desk = desk
    this.#register.enter(labels)
  }

  /** Every row of the runs, in order. @throws what a hand or the desk throws, whoever met it first; then all have ended */
  async *take(): AsyncGenerator<MadeRows> {
    const all = this.#hands.map((hand) => this.#work(hand).catch((reason: unknown) => this.#fail(reason)))
    try {
      for (const run of this.#runs) {
        this.#turn = run.no
        this.#tell()
        yield* this.#inTurn(run)
      }
    } finally {
      this.#fail(null)
      await Promise.all(all)
    }
  }

  /** A run that gave out somebody else's label is made again from its start; what was taken of it is passed over. */
  async *#inTurn(run: OpenRun): AsyncGenerator<MadeRows> {
    let taken = 0
    for (let source: AsyncGenerator<MadeRows> | null = this.#waited(run); source !== null; ) {
      let n = 0
      let clash: LabelClaim | null = null
      for await (const made of source) {
        n += 1
        if (n <= taken) continue
        clash = this.#register.enter(made.labels)
        if (clash !== null) break
        taken += 1
        yield made
      }
      if (clash !== null) this.#taken.push(clash)
      source = clash === null ? null : this.#again(run)
    }
  }

  async *#waited(run: OpenRun): AsyncGenerator<MadeRows> {
    try {
      for (;;) {
        const made = run.waiting.shift()
        if (made === undefined) {
          if (run.isOver) return
          await this.#changed()
          continue
        }
        this.#count(-sizeOf(made))
        yield made
      }
    } finally {
      run.isOver = true
      for (const made of run.waiting.splice(0)) this.#count(-sizeOf(made))
    }
  }

  async *#again(run: OpenRun): AsyncGenerator<MadeRows> {
    const { hand } = run
    if (hand === null) return
    const no = this.#runs.length + run.no // beside the first one, which may not have been dropped yet
    await hand.begin(no, run.run, this.#taken)
    try {
      for (let made = await hand.more(no); made.rows > 0; made = await hand.more(no)) {
        await this.#report(made.rows, true)
        yield made
      }
    } finally {
      await hand.drop(no)
    }
  }

  /** One hand's work: the next run that nobody has begun, until there is none. */
  async #work(hand: RowHand): Promise<void> {
    for (let run = this.#runs[this.#begun++]; run !== undefined; run = this.#runs[this.#begun++]) {
      run.hand = hand
      await hand.begin(run.no, run.run, this.#taken)
      while (!run.isOver) {
        if (this.#isAhead(run)) {
          await this.#changed()
          continue
        }
        const made = await hand.more(run.no)
        if (made.rows === 0) break
        await this.#report(made.rows)
        if (run.isOver) break
        run.waiting.push(made)
        this.#count(sizeOf(made))
      }
      if (run.isOver) await hand.drop(run.no)
      run.isOver = true
      this.#tell()
    }
  }

  #isAhead(run: OpenRun): boolean {
    return run.no === this.#turn ? run.waiting.length >= MOST_PIECES : this.#waiting >= MOST_WAITING
  }

  /** The grant is asked again with every thousand rows that were opened, taken or not. */
  async #report(rows: number, isAgain = false): Promise<void> {
    if (!isAgain) this.#made += rows
    this.#unasked += rows
    if (this.#unasked >= ROWS_A_REPORT) {
      this.#unasked = 0
      await this.#desk.progress(this.#made)
    }
    if (this.#failure !== null) throw this.#failure.reason
  }

  #count(bytes: number): void {
    this.#waiting += bytes
    this.#tell()
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason }
    this.#tell()
  }

  #tell(): void {
    const { resolve } = this.#change
    this.#change = Promise.withResolvers()
    resolve()
  }

  /** Resolves when anything has happened; rejects once something has failed. */
  async #changed(): Promise<void> {
    if (this.#failure === null) await this.#change.promise
    if (this.#failure !== null) throw this.#failure.reason
  }
}

function sizeOf({ disclosures, lines, facts }: MadeRows): number {
  return disclosures.length + lines.length + facts.length
}

import { Refusal } from '#base'
import type { Take, TakeAnswer, Taken } from './take.ts'

interface Waiting {
  readonly take: Take
  resolve(taken: Taken): void
  reject(error: unknown): void
}

/** A crossing from thread to thread costs more than a small body: what comes in one turn of the event loop goes together. */
export class Bundle {
  readonly #send: (takes: readonly Take[]) => Promise<TakeAnswer[]>
  #waiting: Waiting[] = []

  constructor(send: (takes: readonly Take[]) => Promise<TakeAnswer[]>) {
    this.#send = send
  }

  add(take: Take): Promise<Taken> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ take, resolve, reject })
      if (this.#waiting.length === 1) setImmediate(() => void this.#go())
    })
  }

  async #go(): Promise<void> {
    const bundle = this.#waiting
    this.#waiting = []
    try {
      const answers = await this.#send(bundle.map(({ take }) => take))
      bundle.forEach(({ resolve, reject }, at) => {
        const answer = answers[at]
        if (answer && 'taken' in answer) resolve(answer.taken)
        else if (answer) reject(new Refusal(answer.refused.kind, answer.refused.code, answer.refused.detail))
        else reject(new Refusal('unavailable', 'live_intake_stopped'))
      })
    } catch (error) {
      for (const { reject } of bundle) reject(error)
    }
  }
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Drawn } from './queries.ts'

/** Another engine with the same messages, asked the same: the exact total and the newest fifty. */
export interface Peer {
  readonly name: string
  /** null: it is not on this machine; the text says which Debian package brings it. */
  readonly absent: string | null
  /** Opens what was built before, or builds it. */
  open(home: string, messages: number): Promise<OpenedPeer>
}

export interface OpenedPeer {
  /** Bytes on disk, text included. */
  readonly bytes: number
  /** @returns the exact total; the newest fifty texts have been read */
  ask(drawn: Drawn): Promise<number>
  close(): Promise<void>
}

/** A program that is told one thing at a time on stdin and answers in lines. */
export interface Told {
  /** Writes `text` and gives what came back, up to and without the line that `isLast` knows. */
  tell(text: string, isLast: (line: string) => boolean): Promise<string[]>
  /** Writes without waiting for an answer; resolves when there is room for more. */
  write(text: string): Promise<void>
  end(): Promise<void>
}

export function told(command: string, args: readonly string[], uid?: number): Told {
  const child: ChildProcessWithoutNullStreams = spawn(
    command,
    args,
    uid === undefined ? {} : { uid, gid: uid, cwd: '/' },
  )
  let said = ''
  child.stderr.on('data', (piece: Buffer) => {
    said = (said + piece.toString()).slice(-2000)
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${command} ended: ${said}`)
  })
  ended.catch(() => undefined) // one that ends when it was told to is nobody's trouble
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async tell(text, isLast) {
      child.stdin.write(text)
      const answer: string[] = []
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error(`${command} ended: ${said}`)
        if (isLast(value)) return [...answer, value]
        answer.push(value)
      }
    },
    async write(text) {
      if (child.stdin.write(text)) return
      await Promise.race([once(child.stdin, 'drain'), ended])
    },
    async end() {
      const gone = new Promise((resolve) => child.once('close', resolve))
      child.stdin.end()
      await gone
    },
  }
}

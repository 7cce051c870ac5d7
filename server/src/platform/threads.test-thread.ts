import { getPriority } from 'node:os'
import { Fault, Refusal } from '#base'
import { type Caller, move, parent, peer, serveThread } from './index.ts'

// The worker of threads.test.ts: it echoes, refuses, breaks and dies as it is asked.

export interface StarterHandlers {
  word(): string
}

export interface EchoHandlers {
  echo(text: string): Promise<string>
  size(bytes: Uint8Array): number
  handOver(length: number): Uint8Array
  refuse(): never
  fault(): never
  breakDown(content: string): never
  waitForEver(): Promise<never>
  die(): never
  askStarter(): Promise<string>
  askPeer(text: string): Promise<string>
  peerDies(): Promise<string>
  niceness(): number
}

await serveThread((init: { greeting: string }) => {
  if (init.greeting === '') throw new Refusal('invalid', 'no_greeting')
  const starter = (): Caller<StarterHandlers> => parent<StarterHandlers>()
  const neighbour = (): Promise<Caller<EchoHandlers>> => peer<EchoHandlers>('neighbour')
  return {
    echo: async (text: string) => `${init.greeting}, ${text}`,
    size: (bytes: Uint8Array) => bytes.length,
    handOver(length: number) {
      const bytes = new Uint8Array(length)
      return move(bytes, [bytes.buffer])
    },
    refuse() {
      throw new Refusal('conflict', 'already_there', { records: 3 })
    },
    fault() {
      throw new Fault('file_damaged', 'restore it', { segments: 1 })
    },
    breakDown(content: string) {
      throw new TypeError(`cannot read ${content}`)
    },
    waitForEver: () => new Promise<never>(() => undefined),
    die: () => process.exit(1),
    askStarter: () => starter().word(),
    askPeer: async (text: string) => (await neighbour()).echo(text),
    peerDies: async () => {
      const died = (await neighbour()).waitForEver()
      return died.then(
        () => 'answered',
        (error: Fault) => error.code,
      )
    },
    niceness: () => getPriority(0),
  }
}, 'background')

import { parseArgs } from 'node:util'
import { type Config, data, say } from '#platform'
import { openHouse } from '#wire'
import { administrator } from './administrator.ts'

/** Rotates the register's key with the server stopped; one that was interrupted has ended when the house is open. */
export async function rotateKeys(config: Config, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { because: { type: 'string' } } })
  const { house, close } = await openHouse(config, {})
  try {
    const before = await house.keyCare.state()
    await house.keyCare.rotate(await administrator(house), values.because ?? '')
    // a figure that cannot be read is not told; what is wrong says `ended`
    const look = () =>
      house.keyCare.state().then(
        ({ progress }) => tell(progress),
        () => undefined,
      )
    const telling = setInterval(look, 500)
    try {
      await house.keyCare.ended()
    } finally {
      clearInterval(telling)
    }
    const { generation } = await house.keyCare.state()
    data({ from: before.generation, generation })
    say('every key of the register is wrapped anew; the recovery kit stays valid')
    return 0
  } finally {
    await close()
  }
}

function tell(progress: { done: number; total: number } | null): void {
  if (progress) say(`wrapped ${progress.done} of ${progress.total} keys anew`)
}

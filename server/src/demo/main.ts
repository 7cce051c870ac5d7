import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Listening, listen } from '#api'
import { invariant, systemClock } from '#base'
import { endOnUncaught, explain, readConfig, say } from '#platform'
import { createLog } from '#platform/house'
import { openHouse } from '#wire'
import { type Cast, enrolCast } from './cast.ts'
import { doMainJob, type Figures } from './job.ts'
import { type Outside, startOutside } from './outside.ts'
import { createPhone } from './phone.ts'
import { storyPeople } from './story.ts'

// `npm run demo`: a temporary house, the main job on records that the repository carries, then the console to look at it.
//   --once        stop after the job; the last line of stdout is one JSON object of figures
//   --keep DIR    leave the house and the package there
//   --fresh       do no job: a house with its cast and nothing else, to do it by hand
//   --ready FILE  write addresses and sign-ins there when everything listens (`npm run walk`)

const ROOT = resolve(import.meta.dirname, '../../..')
const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    keep: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    ready: { type: 'string' },
  },
})

async function main(): Promise<number> {
  const began = performance.now()
  const out = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'cunzhen-demo-'))
  mkdirSync(out, { recursive: true })
  const phone = createPhone(() => systemClock.now())
  const ports = values.once || values.ready ? ['--port', '0', '--portal-port', '0'] : []
  const config = { ...readConfig(undefined, ['--house', join(out, 'house'), ...ports]), officialPhone: '400-000-0000' }
  const { house, close } = await openHouse(config, {
    demo: true,
    log: createLog('warn'),
    houseName: '存真示范档案库',
    deliver: (message) => phone.receive(message),
  })
  const listening = await listen(house, config)
  const phoneBase = await phone.serve(config.host, values.once || values.ready ? 0 : 8644, join(ROOT, 'console/dist'))
  const keys = mkdtempSync(join(tmpdir(), 'cunzhen-demo-outside-'))
  const outside = await startOutside(config.house, house.keys.evidence, keys)
  const shut = async () => {
    await phone.close()
    await outside?.close()
    rmSync(keys, { recursive: true, force: true })
    await listening.close()
    await close()
    if (!values.keep) rmSync(out, { recursive: true, force: true })
  }
  try {
    step('the house is open', `keys, ledgers and journal in ${((performance.now() - began) / 1000).toFixed(1)} s`)
    step(
      'who vouches from outside',
      outside ? 'a time stamp, a witness, an auditor (of this machine)' : 'nobody: no openssl',
    )
    const link = await house.identity.issueFirstAdministratorLink()
    invariant(link, 'a new house has no administrator')
    const cast = await enrolCast(
      listening.base,
      `${listening.base}/enter#${link.token}`,
      await storyPeople(),
      systemClock,
    )
    step('the cast has enrolled', `${cast.size} people, each with password and second factor`)
    const figures = values.fresh
      ? null
      : await job({ cast, listening, out, phone, key: house.keys.evidence, outside, began })
    if (values.ready)
      writeFileSync(values.ready, JSON.stringify(readyNote(listening, phoneBase, cast)), { mode: 0o600 })
    if (values.once) {
      process.stdout.write(`${JSON.stringify(figures)}\n`)
      return figures?.verified ? 0 : 1
    }
    await tellCast(cast, listening, phoneBase, house.identity.issueDemoLink)
    await untilStopped()
    return 0
  } finally {
    await shut()
  }
}

interface JobParts {
  readonly cast: Cast
  readonly listening: Listening
  readonly out: string
  readonly phone: ReturnType<typeof createPhone>
  readonly key: string
  readonly outside: Outside | null
  readonly began: number
}

async function job({ cast, listening, out, phone, key, outside, began }: JobParts): Promise<Figures> {
  const { password, ...done } = await doMainJob({
    cast,
    portal: listening.portal,
    phone,
    out,
    tell: step,
    now: () => systemClock.now(),
  })
  const trust = layOutTrust(values.keep ? out : mkdtempSync(join(tmpdir(), 'cunzhen-verify-')), {
    password,
    key,
    outside,
  })
  const verified = verifyWithTheCommand(done.package, trust)
  step(
    'the offline verifier',
    verified ? `genuine, signed by the pinned key${outside ? ', anchored outside' : ''}` : 'NOT verified',
  )
  if (!values.keep) rmSync(trust.dir, { recursive: true, force: true })
  return { ...done, verified, seconds: Number(((performance.now() - began) / 1000).toFixed(1)) }
}

interface Trust {
  readonly dir: string
  /** Arguments of `cunzhen-verify` after the package. */
  readonly args: readonly string[]
}

/** What a recipient gets by other ways than the package, as files: password, the house's key, the outside parties' keys. */
function layOutTrust(
  dir: string,
  { password, key, outside }: { password: string; key: string; outside: Outside | null },
): Trust {
  const put = (name: string, text: string): string => {
    const path = join(dir, name)
    writeFileSync(path, text, { mode: 0o600 })
    return path
  }
  const args = ['--password-file', put('package-password.txt', `${password}\n`)]
  args.push('--trust', `@${put('house-key.txt', `${key}\n`)}`)
  if (outside) {
    args.push('--root', put('authority-root.pem', outside.roots))
    args.push('--witness', `@${put('witness-keys.txt', `${outside.witnesses.join('\n')}\n`)}`)
  }
  return { dir, args }
}

/** As the recipient would: the command, another process. */
function verifyWithTheCommand(path: string, { args }: Trust): boolean {
  const command = [join(ROOT, 'proof/bin/cunzhen-verify.mjs'), path, ...args]
  return spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

let steps = 0
function step(what: string, figures = ''): void {
  steps += 1
  process.stdout.write(`${String(steps).padStart(2)}  ${what}${figures ? `: ${figures}` : ''}\n`)
}

function readyNote(listening: Listening, phone: string, cast: Cast): object {
  const people = [...cast.values()].map(({ role, username, password, totpSecret, name }) => ({
    role,
    username,
    password,
    totpSecret,
    name,
  }))
  return { base: listening.base, portal: listening.portal, phone, cast: people }
}

async function tellCast(
  cast: Cast,
  listening: Listening,
  phone: string,
  demoLink: (id: never) => Promise<{ token: string }>,
): Promise<void> {
  say(`\nconsole           ${listening.base}`)
  say(`customer's page   ${listening.portal}`)
  say(`customer's phone  ${phone}\n`)
  say('sign in as anybody of the cast; each link works once, password and second factor as often as you like:\n')
  for (const { role, name, username, password, totpSecret, client } of cast.values()) {
    const { person } = await client.get<{ person: { id: never } }>('/api/session')
    const { token } = await demoLink(person.id)
    say(`${role.padEnd(14)} ${name}  user ${username}  password ${password}  TOTP ${totpSecret}`)
    say(`${''.padEnd(14)} ${listening.base}/enter#${token}`)
  }
  say(
    values.keep
      ? `\nCtrl+C ends the demo. Its house stays: npm start -- --house ${join(values.keep, 'house')}`
      : '\nCtrl+C ends the demo and deletes its house.',
  )
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve())
    process.on('SIGTERM', () => resolve())
  })
}

if (import.meta.main) {
  endOnUncaught()
  try {
    process.exitCode = await main()
  } catch (error) {
    process.exitCode = explain(error)
  }
}

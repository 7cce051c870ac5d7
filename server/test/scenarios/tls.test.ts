import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type SecureVersion } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inspectTls, type Listening, listen } from '#api'
import { systemClock } from '#base'
import { codeAt } from '#identity'
import { readConfig } from '#platform'
import { createLog } from '#platform/house'
import { type OpenHouse, openHouse } from '#wire'

const noOpenssl = spawnSync('openssl', ['version']).status !== 0
if (noOpenssl) console.warn('skipped: a certificate is made with openssl, which is not here')

describe.skipIf(noOpenssl)('a house that ends TLS itself', () => {
  let dir: string
  let opened: OpenHouse
  let listening: Listening
  const file = (name: string) => join(dir, name)

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'cunzhen-tls-'))
    makeCertificate('first', 30)
    makeCertificate('second', 60)
    copyFileSync(file('first.crt'), file('served.crt'))
    copyFileSync(file('first.key'), file('served.key'))
    const tls = ['--tls-cert', file('served.crt'), '--tls-key', file('served.key')]
    const config = readConfig({}, ['--house', file('house'), '--port', '0', '--portal-port', '0', ...tls])
    opened = await openHouse(config, { log: createLog('error') })
    listening = await listen(opened.house, config)
  })
  afterAll(async () => {
    await listening?.close()
    await opened?.close()
    rmSync(dir, { recursive: true, force: true })
  })

  function makeCertificate(name: string, days: number): void {
    const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    const about = ['-days', String(days), '-subj', '/CN=house.example', '-addext', 'subjectAltName=IP:127.0.0.1']
    const made = spawnSync('openssl', [...words, ...about, '-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)])
    expect(made.status).toBe(0)
  }

  function ask(url: string, body?: unknown): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'x-cunzhen': '1' }
      const ca = readFileSync(file('served.crt'))
      const options = { method: body === undefined ? 'GET' : 'POST', ca, headers: body === undefined ? {} : headers }
      const asking = request(url, { ...options, agent: false }, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (piece: string) => {
          text += piece
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
      })
      asking.on('error', reject)
      asking.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }

  /** The protocol agreed on, or the alert. */
  function handshake(base: string, maxVersion: SecureVersion): Promise<string | null> {
    return new Promise((resolve) => {
      const { hostname: host, port } = new URL(base)
      const socket = connect({ host, port: Number(port), rejectUnauthorized: false, maxVersion }, () => {
        resolve(socket.getProtocol())
        socket.destroy()
      })
      socket.on('error', (error) => resolve('code' in error ? String(error.code) : error.name))
    })
  }

  test('both listeners speak TLS 1.3 and nothing older', async () => {
    for (const base of [listening.base, listening.portal]) {
      expect(base).toMatch(/^https:/)
      expect(await handshake(base, 'TLSv1.3')).toBe('TLSv1.3')
      expect(await handshake(base, 'TLSv1.2')).toMatch(/PROTOCOL_VERSION/)
    }
  })

  test('plain HTTP gets no answer', async () => {
    await expect(fetch(listening.base.replace('https:', 'http:'))).rejects.toThrow()
  })

  test('browsers are told to come back by TLS only, on pages and answers of both listeners', async () => {
    for (const url of [`${listening.base}/api/session`, `${listening.portal}/portal-api/consent`]) {
      const { headers } = await ask(url)
      expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    }
  })

  test('the session cookie travels by TLS only', async () => {
    const link = await opened.house.identity.issueFirstAdministratorLink()
    const token = link?.token ?? ''
    const offered = JSON.parse((await ask(`${listening.base}/api/session/link`, { token })).text)
    const code = await codeAt(offered.totpSecret, systemClock.now())
    const enrolled = await ask(`${listening.base}/api/session/enrol`, { token, password: 'long enough words', code })
    expect(enrolled.status).toBe(200)
    const [cookie] = enrolled.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Strict/)
  })

  test('a new certificate is served after a reload; one that cannot be used leaves the old one', async () => {
    const served = async () => (await ask(`${listening.base}/api/session`)).status
    copyFileSync(file('second.crt'), file('served.crt'))
    expect(() => listening.reload()).toThrow(expect.objectContaining({ code: 'tls_unusable' })) // the key is the first’s
    copyFileSync(file('first.crt'), file('served.crt'))
    expect(await served()).toBe(401)
    copyFileSync(file('second.crt'), file('served.crt'))
    copyFileSync(file('second.key'), file('served.key'))
    listening.reload()
    expect(await served()).toBe(401) // the only certificate that is trusted here is the second
  })

  test('a certificate that cannot be read or used stops the start and says so', () => {
    const fault = (cert: string, key: string, code: string) =>
      expect(() => inspectTls({ cert: file(cert), key: file(key) })).toThrow(
        expect.objectContaining({ name: 'Fault', code }),
      )
    fault('none.crt', 'first.key', 'tls_unreadable')
    fault('first.crt', 'second.key', 'tls_unusable')
    writeFileSync(file('words'), 'no certificate')
    fault('words', 'first.key', 'tls_unusable')
    const days = (inspectTls({ cert: file('second.crt'), key: file('second.key') }) - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(60)
    expect(existsSync(file('house'))).toBe(true)
  })
})

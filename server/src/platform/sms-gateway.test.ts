import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { smsGateway } from './sms-gateway.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((closed) => server.close(closed))
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms` // it listens on a port
}

const gatewayAt = (url: string) => smsGateway(readConfig({ CUNZHEN_SMS_WEBHOOK: url }, ['--house', '/nowhere']))

test('a message goes to the gateway that was named; without one there is none', async () => {
  const taken: string[] = []
  const url = await serve((request, response) => {
    request.on('data', (bytes: Buffer) => taken.push(bytes.toString()))
    request.on('end', () => response.writeHead(204).end())
  })
  await gatewayAt(url)?.({ to: '138', text: 'code' })
  expect(taken).toEqual(['{"to":"138","text":"code"}'])
  expect(smsGateway(readConfig({}, ['--house', '/nowhere']))).toBeUndefined()
})

test('a gateway that sends elsewhere is not followed: the message waits', async () => {
  const strayed: string[] = []
  const elsewhere = await serve((request, response) => {
    strayed.push(request.method ?? '')
    response.writeHead(204).end()
  })
  const url = await serve((_request, response) => response.writeHead(307, { location: elsewhere }).end())
  await expect(gatewayAt(url)?.({ to: '138', text: 'code' })).rejects.toThrow()
  expect(strayed).toEqual([])
})

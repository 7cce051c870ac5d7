import { describe, expect, it } from 'vitest'
import { textOf } from './text-file.ts'

describe('the text of a chosen file', () => {
  it('is read as UTF-8, without its byte order mark', async () => {
    expect(await textOf(new Blob(['\ufeff姓名,电话\n李四,1']))).toBe('姓名,电话\n李四,1')
  })

  it('is read as GB 18030 where it is not UTF-8, as a Chinese Excel saves it', async () => {
    const gb = new Uint8Array([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xc0, 0xee, 0xcb, 0xc4]) // 姓名,李四
    expect(await textOf(new Blob([gb]))).toBe('姓名,李四')
  })
})

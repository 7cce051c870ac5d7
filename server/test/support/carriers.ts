// One secret for each place that a message can carry words in, in the shape of real exports: what an attacker would look for in a package.
// All numbers are invented.

export interface Carrier {
  readonly name: string
  readonly options: object
  readonly text: string
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const START = Date.UTC(2026, 8, 2)

/** Secrets as they are made, each with the place where it stands. */
export class Secrets {
  readonly places = new Map<string, string>()
  #count = 0

  phone(place: string): string {
    this.#count += 1
    const phone = `139${String(this.#count).padStart(4, '0')}${String((this.#count * 7919) % 10_000).padStart(4, '0')}`
    this.places.set(phone, place)
    return phone
  }

  mail(place: string): string {
    this.#count += 1
    const local = `planted${String(this.#count).padStart(4, '0')}`
    this.places.set(local, place)
    return `${local}@secret-mail.cn`
  }

  id(place: string): string {
    this.#count += 1
    const n = this.#count
    const stem = `110105195${n % 10}0${1 + (n % 9)}1${n % 10}${String(n % 1000).padStart(3, '0')}`
    const sum = [...stem].reduce((all, digit, i) => all + Number(digit) * (WEIGHTS[i] ?? 0), 0)
    const id = stem + '10X98765432'.charAt(sum % 11)
    this.places.set(id, place)
    return id
  }

  /** All three as people write them. */
  words(place: string): string {
    return `手机${this.phone(place)} 身份证${this.id(place)} 邮箱${this.mail(place)}`
  }

  /** Places of secrets that stand in a text, whole or with spaces and invisible characters between. */
  placesIn(text: string): string[] {
    return [text, text.replaceAll(/\s|[\u200b-\u200f]|\ufe0f/g, '')].flatMap((each) =>
      [...each.matchAll(/(?=(139\d{8}|110105\d{11}[\dX]|planted\d{4}))/g)].flatMap(
        ([, found = '']) => this.places.get(found) ?? [],
      ),
    )
  }
}

export function carriersOf(secrets: Secrets): Carrier[] {
  return [wecom(secrets), mapped(secrets), sms(secrets), whatsapp(secrets)]
}

function wecom(s: Secrets): Carrier {
  const w = (place: string) => s.words(`wecom ${place}`)
  const p = (place: string) => s.phone(`wecom ${place}`)
  const item = (type: string, content: object) => ({ type, msgtime: START / 1000, content: JSON.stringify(content) })
  const messages: object[] = [
    { msgtype: 'text', text: { content: `“@张伟 ：${w('quote')}”\n------\n好的 ${w('text')}` } },
    {
      msgtype: 'chatrecord',
      chatrecord: {
        title: `聊天记录 ${w('record title')}`,
        item: [
          item('ChatRecordText', { content: w('record') }),
          item('ChatRecordMixed', { item: [item('ChatRecordText', { content: w('record in mixed') })] }),
          item('chatrecord', {
            title: w('title of a record in a record'),
            item: [item('ChatRecordText', { content: w('record in a record') })],
          }),
        ],
      },
    },
    { msgtype: 'file', file: { filename: `名单${p('file name')}.xlsx`, fileext: 'xlsx', filesize: 3 } },
    { msgtype: 'card', card: { corpname: w('card'), userid: p('card account') } },
    { msgtype: 'location', location: { longitude: 105, latitude: 30, address: w('address'), title: w('place') } },
    {
      msgtype: 'link',
      link: { title: w('link'), description: w('description'), link_url: `https://x.cn/?p=${p('url')}` },
    },
    { msgtype: 'weapp', weapp: { title: w('app'), description: w('app text'), displayname: w('app name') } },
    { msgtype: 'vote', vote: { votetitle: w('poll'), voteitem: [w('poll choice'), '二'], votetype: 101 } },
    { msgtype: 'todo', todo: { title: w('to do'), content: w('what to do') } },
    {
      msgtype: 'collect',
      collect: { room_name: w('form room'), creator: w('form by'), title: w('form'), details: [] },
    },
    { msgtype: 'redpacket', redpacket: { type: 1, wish: w('wish'), totalcnt: 1, totalamount: 20 } },
    { msgtype: 'meeting', meeting: { topic: w('topic'), address: w('meeting at'), remarks: w('remarks') } },
    {
      msgtype: 'docmsg',
      doc: { title: w('document'), link_url: `https://d.cn/${p('document url')}`, doc_creator: p('by') },
    },
    { msgtype: 'markdown', info: { content: `**${w('markdown')}**` } },
    { msgtype: 'news', info: { item: [{ title: w('news'), description: w('news text'), url: 'u' }] } },
    {
      msgtype: 'calendar',
      calendar: { title: w('date'), attendeename: [w('guest')], place: w('where'), remarks: w('note') },
    },
    { msgtype: 'mixed', mixed: { item: [item('text', { content: w('mixed') })] } },
    { msgtype: 'sphfeed', sphfeed: { feed_type: 4, sph_name: w('channel'), feed_desc: w('channel text') } },
    { msgtype: 'hologram', hologram: { x: w('a type that nobody knows') } },
  ]
  const lines = messages.map((message, i) =>
    JSON.stringify({
      msgid: `m${i}`,
      action: 'send',
      from: i % 2 === 0 ? p('account') : s.mail('wecom account'),
      tolist: [p('recipient'), s.mail('wecom recipient')],
      roomid: i % 3 === 0 ? 'wrROOM' : `room-${p('room')}`,
      msgtime: START + i * 60_000,
      ...message,
    }),
  )
  return { name: 'wecom.jsonl', options: { origin: `企业微信 ${p('origin')}` }, text: lines.join('\n') }
}

function mapped(s: Secrets): Carrier {
  const bodies = ['林若溪的订单', '林\u200d若\u200c溪', '令牌 sk-live-9f8e7d6c5b4a39281706ABCDEF']
  const lines = Array.from({ length: 6 }, (_, i) =>
    JSON.stringify({
      conv: i % 2 === 0 ? `客户 ${s.phone('conversation')}` : `${s.phone('pair')}|${s.phone('pair')}`,
      sender: i % 2 === 0 ? s.mail('account') : `+86${s.phone('account')}`,
      name: `林若溪 ${s.phone('name of the sender')}`,
      ts: START + i * 1000,
      text: `${bodies[i % 3]} ${s.words('text')}`,
    }),
  )
  const columns = { conversation: 'conv', sender: 'sender', senderName: 'name', text: 'text', time: 'ts' }
  const mapping = { platform: 'test', ...columns, timeFormat: 'ms' }
  return { name: 'mapped.jsonl', options: { format: 'jsonl', origin: 'o', mapping }, text: lines.join('\n') }
}

function sms(s: Secrets): Carrier {
  const one = `<sms protocol="0" address="${s.phone('sms')}" date="${START}" type="1" subject="${s.words('subject')}" body="${s.words('sms text')}" service_center="+86${s.phone('centre')}" read="1" status="-1" locked="0" contact_name="林若溪 ${s.phone('contact')}" />`
  const two = `<mms date="${START}" address="${s.phone('mms')}~${s.phone('mms to')}" sub="${s.words('mms subject')}" msg_box="1" contact_name="x" m_type="132"><parts><part seq="0" ct="text/plain" name="n${s.phone('part')}" cl="cl.txt" text="${s.words('mms text')}"/></parts><addrs><addr address="${s.phone('mms address')}" type="137"/></addrs></mms>`
  const text = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count="2">${one}${two}</smses>`
  return { name: 'sms.xml', options: { origin: 's', ownAccount: `+86${s.phone('own account')}` }, text }
}

function whatsapp(s: Secrets): Carrier {
  const spaced = s.phone('whatsapp account').replace(/(...)(....)(....)/, '$1 $2 $3')
  const lines = [
    `[2026/9/2 10:00:00] +86 ${spaced}: 你好 ${s.words('whatsapp text')}`,
    `[2026/9/3 10:00:00] 林若溪: \u200e<attached: 合同${s.phone('attachment')}.pdf>`,
    `[2026/9/4 10:00:00] 林若溪 changed the group description ${s.words('system notice')}`,
    `[2026/9/15 10:00:00] 林若溪: 好`,
  ]
  return { name: 'whatsapp.txt', options: { origin: 'w' }, text: `${lines.join('\n')}\n` }
}

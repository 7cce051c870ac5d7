import type { Kind } from '@cunzhen/proof'

/** What one message of WeChat says. */
export interface WechatSaid {
  kind: Kind
  body: string
  /** Server id (`svrid`, `newmsgid`) of the message that this one answers or takes back; ''. */
  refersTo: string
}

import type { Kind } from '@cunzhen/proof'

// Transcripts of Chinese applications write one of these words where a message is no text.

const PLACEHOLDERS: readonly (readonly [RegExp, Kind])[] = [
  [/^\[(?:图片|照片|闪照|image|photo)\]$/i, 'image'],
  [/^\[(?:语音|语音消息|voice)\]$/i, 'voice'],
  [/^\[(?:视频|短视频|video)\]$/i, 'video'],
  [/^\[(?:文件|file)\](?: .*)?$/i, 'file'],
  [/^\[(?:位置|地理位置|location)\](?: .*)?$/i, 'location'],
  [/^\[(?:表情|动画表情|sticker)\]$/i, 'sticker'],
  [/^\[(?:红包|转账|名片|卡片消息|群投票)\](?: .*)?$/, 'card'],
  [/^\[(?:链接|分享|音乐|小程序|link)\](?: .*)?$/i, 'link'],
  [/^\[(?:聊天记录|合并转发|转发)\](?: .*)?$/, 'forwarded'],
  [/^\[(?:语音通话|视频通话)\](?: .*)?$/, 'call'],
]

/** The kind of a message by its whole body; words around a placeholder make it a text. */
export function kindOfTranscript(body: string): Kind {
  const text = body.trim()
  if (text.length > 300) return 'text'
  return PLACEHOLDERS.find(([pattern]) => pattern.test(text))?.[1] ?? 'text'
}

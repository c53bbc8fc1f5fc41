/** Part of a partner's customers: ids from `from` on, before `to` (absent: all that follow). */
export interface CustomerRange {
  readonly from: string;
  readonly to?: string;
}

import type { TextStyle, Typesetter } from './typesetter.ts';

/**
 * The pages of a document while they are written from top to bottom. What is set is also told to readers that speak:
 * each text has its place in the structure of the document (PDF/UA), rules and feet of pages have none.
 */
export const MARGIN = 50;
export const INK = '#1b1f24';
export const MUTED = '#5b6470';
export const RULE = '#c9ced6';
export const ACCENT = '#0b4f8a';
export const TEXT: TextStyle = { size: 10, color: INK };
export const SMALL: TextStyle = { size: 9, color: MUTED };
export const STRONG: TextStyle = { size: 10, color: INK, weight: 700 };

type Element = PDFKit.PDFStructureElement;
/** What a text is: a title, a paragraph, a cell of a table, the head of one, or what is said already. */
export type TextKind = 'H1' | 'H2' | 'P' | 'TD' | 'TH' | 'Artifact';

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Sheet {
  readonly type: Typesetter;
  readonly left: number;
  readonly right: number;
  /** Nothing but the foot stands below. */
  readonly bottom: number;
  /** Where the next block begins. */
  y: number;
  /** Sets a text below its element, or below the document. @returns where the next text may begin. */
  text(text: string, place: Place, style: TextStyle & { readonly kind?: TextKind; readonly within?: Element }): number;
  /** An element for what is set within it, such as a table or its row. */
  element(type: 'Table' | 'TR', within?: Element): Element;
  rule(y: number, color?: string, width?: number): void;
  newPage(): void;
  /** Begins a page unless so much fits below. */
  need(height: number): void;
  /** Writes what every page has, once all are there. */
  feet(foot: (page: number, count: number) => readonly [left: string, right: string]): void;
}

export function openSheet(pdf: PDFKit.PDFDocument, type: Typesetter): Sheet {
  const [left, right] = [MARGIN, pdf.page.width - MARGIN];
  const whole = pdf.struct('Document');
  pdf.addStructure(whole);
  const apart = <T>(draw: () => T): T => {
    pdf.markContent('Artifact');
    const drawn = draw();
    pdf.endMarkedContent();
    return drawn;
  };
  const sheet: Sheet = {
    type,
    left,
    right,
    bottom: pdf.page.height - MARGIN - 8,
    y: MARGIN,
    text(text, { x, y }, { kind = 'P', within = whole, ...style }) {
      if (kind === 'Artifact') return apart(() => type.set(text, x, y, style));
      const content = pdf.markStructureContent(kind);
      const below = type.set(text, x, y, style);
      pdf.endMarkedContent();
      within.add(pdf.struct(kind, {}, [content]));
      return below;
    },
    element(kind, within = whole) {
      const made = pdf.struct(kind);
      within.add(made);
      return made;
    },
    rule(y, color = RULE, width = 0.5) {
      apart(() => pdf.moveTo(left, y).lineTo(right, y).lineWidth(width).strokeColor(color).stroke());
    },
    newPage() {
      pdf.addPage();
      sheet.y = MARGIN;
    },
    need(height) {
      if (sheet.y > MARGIN && sheet.y + height > sheet.bottom) sheet.newPage();
    },
    feet(foot) {
      const { start, count } = pdf.bufferedPageRange();
      const style: TextStyle = { size: 8, color: MUTED, width: right - left };
      for (let page = start; page < start + count; page += 1) {
        pdf.switchToPage(page);
        const y = pdf.page.height - MARGIN + 8;
        const [first, second] = foot(page - start + 1, count);
        apart(() => {
          type.set(first, left, y, style);
          type.set(second, left, y, { ...style, align: 'right' });
        });
      }
    },
  };
  return sheet;
}

/** A drawn chart: SVG without script or reference, and the same content in words for who cannot see it. */
export interface Chart {
  /** Letters, digits and hyphens; the ids of title and description inside the SVG begin with it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly svg: string;
  /** Size of the drawing in its own units, which are points in print. */
  readonly width: number;
  readonly height: number;
}

/**
 * As on the boards; the reference is darker, because what one must see needs a contrast of 3 on white and text 4.5 (WCAG 1.4.11, 1.4.3). The band and the grid only help the
 * eye. Told apart also with colour vision deficiencies, and never the only sign: lines differ in dash and marker, bars carry their number.
 */
export const chartColours = {
  realised: '#2266BB',
  estimate: '#7A7A7A',
  band: '#B0B0B0',
  rise: '#2E8B57',
  fall: '#C4372E',
  reference: '#BF8300',
  axis: '#444444',
  grid: '#DDDDDD',
  ink: '#222222',
} as const;

export const CHART_WIDTH = 500;
export const CHART_HEIGHT = 190;
/** The family that the PDF has on board; the HTML overrides it by a style. */
export const CHART_FONT = 'Roboto';
export const LABEL_SIZE = 8;
/** Mean width of a digit or letter of the font at 8 points, for margins; no exact measure is needed. */
export const LABEL_ADVANCE = 4.6;

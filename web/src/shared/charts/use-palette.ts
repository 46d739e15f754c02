import { useIsDark } from '@/shared/theme/theme';
import { type Palette, readPalette } from './palette';

/** The current colours; changes with the theme. */
export function usePalette(): Palette {
  return readPalette(useIsDark((state) => state.dark));
}

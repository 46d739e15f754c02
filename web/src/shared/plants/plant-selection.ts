import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface PlantSelection {
  plantId: number | null;
  select: (plantId: number | null) => void;
}

/** The plant that every page shows, remembered by this browser. */
export const usePlantSelection = create<PlantSelection>()(
  persist((set) => ({ plantId: null, select: (plantId) => set({ plantId }) }), { name: 'openspc.plant' }),
);

// The parts of ECharts that are used, and no others. Imported only dynamically, so that it loads with the first chart.
import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';

register([CustomChart, LineChart, ScatterChart, GridComponent, LabelLayout, CanvasRenderer]);

export { init };

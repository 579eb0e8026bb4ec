/** The data of the stub: a fleet whose samples follow from their moment, so that every answer can be checked. */
export interface StubMetric {
  name: string;
  unit: string | null;
  kind: 'GAUGE' | 'COUNTER';
  labels: { name: string; value: string }[];
  at: (time: number) => number | null;
}

export interface StubSite {
  id: string;
  kind?: 'SERVICE';
  club: string | null;
  status: 'ONLINE' | 'OFFLINE';
  lastSeen: number;
  facts: Record<string, string>;
  metrics: StubMetric[];
  /** Milliseconds between its samples. */
  every: number;
  /** When it began to send. */
  since: number;
  /** The last sample that the store has. */
  until: number;
}

const TOWNS = ['CESSON', 'RENNES', 'NANTES', 'BREST', 'LORIENT', 'VANNES', 'SAINT ÉTIENNE', 'LYON', 'PARIS', 'LILLE', 'NICE', 'METZ'];
export const HOSTILE = '<img src=x onerror="document.title=\'owned\'">';

const labels = (pairs: Record<string, string>): { name: string; value: string }[] =>
  Object.entries(pairs).map(([name, value]) => ({ name, value }));

/** Between 0 and 1, smooth, with a little noise; the same for the same moment. */
function wave(time: number, seed: number, hours: number): number {
  const noise = Math.abs(Math.sin(time / 7919 + seed * 13.7) * 43758.5453) % 1;
  return 0.5 + 0.34 * Math.sin((time / 3_600_000 / hours) * 2 * Math.PI + seed) + 0.16 * (noise - 0.5);
}

function metricsOf(seed: number): StubMetric[] {
  const gauge = (name: string, unit: string, at: StubMetric['at'], pairs: Record<string, string> = {}): StubMetric => ({
    name,
    unit,
    kind: 'GAUGE',
    labels: labels(pairs),
    at,
  });
  const counter = (name: string, pairs: Record<string, string>, perSecond: number): StubMetric => ({
    name,
    unit: 'By',
    kind: 'COUNTER',
    labels: labels(pairs),
    // The integral of a rate that is never negative.
    at: (time) => Math.round((time / 1000) * perSecond + perSecond * 300 * Math.sin(time / 400_000 + seed)),
  });
  const total = 4_096_000_000;
  const cpu = (time: number): number => Math.max(0.01, Math.round(1000 * (0.08 + 0.6 * wave(time, seed, 0.9))) / 1000);
  const used = (time: number): number => Math.round(total * (0.25 + 0.25 * wave(time, seed + 3, 5)));
  const disk = 0.3 + ((seed * 37) % 60) / 100;
  return [
    gauge('system.cpu.utilization', '1', cpu),
    gauge('system.cpu.load_average.1m', '{thread}', (time) => Math.round(400 * wave(time, seed, 0.9)) / 100),
    gauge('system.cpu.load_average.5m', '{thread}', (time) => Math.round(300 * wave(time, seed, 1.4)) / 100 + 0.3),
    gauge('system.cpu.load_average.15m', '{thread}', (time) => Math.round(200 * wave(time, seed, 3)) / 100 + 0.6),
    gauge('system.memory.usage', 'By', used, { state: 'used' }),
    gauge('system.memory.usage', 'By', (time) => Math.round(total * (0.2 + 0.1 * wave(time, seed, 8))), { state: 'cached' }),
    gauge('system.memory.limit', 'By', () => total),
    gauge('system.memory.utilization', '1', (time) => used(time) / total),
    gauge('hw.temperature', 'Cel', (time) => Math.round(10 * (46 + 16 * wave(time, seed + 1, 2))) / 10, { id: 'cpu' }),
    gauge('system.filesystem.utilization', '1', (time) => Math.round(1000 * (disk + 0.02 * wave(time, seed, 24))) / 1000, { mountpoint: '/' }),
    gauge('system.filesystem.utilization', '1', () => 0.21, { mountpoint: '/boot/firmware' }),
    gauge('system.filesystem.usage', 'By', () => 12_000_000_000, { mountpoint: '/', state: 'used' }),
    counter('system.network.io', { device: 'wlan0', direction: 'receive' }, 240_000),
    counter('system.network.io', { device: 'wlan0', direction: 'transmit' }, 60_000),
    counter('system.disk.io', { device: 'mmcblk0', direction: 'write' }, 32_000),
    gauge('system.uptime', 's', (time) => Math.round((time % 4_000_000_000) / 1000)),
    gauge('service.running', '1', () => 1, { name: 'neopro-app' }),
    gauge('service.running', '1', (time) => (Math.floor(time / 900_000) % 7 === 3 ? 0 : 1), { name: 'nginx' }),
    gauge('service.running', '1', (time) => (Math.floor(time / 600_000) % 5 === 1 ? 0 : 1), { name: 'hostapd' }),
    gauge('application.up', '1', () => 1, { name: 'webapp' }),
    gauge('system.wifi.signal', 'dBm', (time) => Math.round(-58 - 8 * wave(time, seed, 1)), { device: 'wlan0' }),
  ];
}

export const EVERY_MS = 10_000;

/** The first site is online and hostile-free, the fourth has hostile texts, each seventh is offline. */
export function makeFleet(size: number, now: number): StubSite[] {
  const newest = Math.floor(now / EVERY_MS) * EVERY_MS;
  return Array.from({ length: size }, (_, index) => {
    const town = TOWNS[index % TOWNS.length] ?? '';
    const slug = town.toLowerCase();
    const id = `${slug}-b827eb${(0x12_34_56 + index * 257).toString(16)}`;
    const offline = index % 7 === 5;
    const until = offline ? newest - 3_600_000 * 5 : newest;
    return {
      id,
      club: index === 3 ? HOSTILE : town,
      status: offline ? 'OFFLINE' : 'ONLINE',
      lastSeen: offline ? until : now - 2_000,
      facts: {
        'host.name': index === 3 ? HOSTILE : `neopro-${slug.replaceAll(/[^a-z]/g, '')}`,
        'os.type': 'linux',
        'os.description': 'Debian GNU/Linux 12 (bookworm)',
        'host.arch': 'arm64',
        'host.cpu.model.name': 'Cortex-A72',
        'host.cpu.cores': '4',
        'host.ip': `192.168.4.${index % 250}`,
        'host.mac': 'b8:27:eb:12:34:56',
        'device.model': 'Raspberry Pi 4 Model B Rev 1.5',
        'network.wifi.ssid': index === 3 ? HOSTILE : town,
      },
      metrics: metricsOf(index),
      every: EVERY_MS,
      since: now - 40 * 86_400_000,
      until,
    };
  });
}

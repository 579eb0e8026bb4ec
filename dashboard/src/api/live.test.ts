import { describe, expect, it } from 'vitest';
import { retryDelay } from './live';

describe('the delay before a reconnect', () => {
  it('grows, is spread, and ends at fifteen seconds', () => {
    expect(retryDelay(0, 0)).toBe(250);
    expect(retryDelay(0, 1)).toBe(500);
    expect(retryDelay(3, 1)).toBe(4_000);
    expect(retryDelay(50, 1)).toBe(15_000);
  });
});

package io.vigie.agent.uplink;

import io.vigie.proto.ApiKey;

/**
 * A key that stands in the settings.
 *
 * @param key the key
 */
public record GivenKey(ApiKey key) implements Credentials {

    @Override
    public Result obtain() {
        return new Result.Usable(key);
    }

    @Override
    public void refused() {
        // It may be switched on again.
    }

    @Override
    public String describe() {
        return "key " + key;
    }
}

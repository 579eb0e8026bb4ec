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
    public boolean refused() {
        return false;
    }

    @Override
    public String describe() {
        return "key " + key;
    }
}

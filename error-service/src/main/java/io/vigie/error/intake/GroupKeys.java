package io.vigie.error.intake;

import io.vigie.error.grouping.GroupKey;

/** Group keys as they are stored: {@code service/1.sha256}, with the version of the mechanism. */
final class GroupKeys {

    private GroupKeys() {}

    static String text(GroupKey key) {
        return key.service() + "/" + key.mechanismVersion() + "." + key.sha256();
    }
}

package io.vigie.error.intake;

import static io.vigie.error.grouping.TemplateBudget.MOST_TEMPLATES;

import io.vigie.error.grouping.GroupKey;
import io.vigie.error.grouping.TemplateBudget;
import io.vigie.error.storage.Await;
import io.vigie.error.storage.Documents;
import io.vigie.error.storage.StoreUnavailableException;
import io.vigie.messaging.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A budget that is stored before it is used, so that an error that comes again has the group that it had. Keeps the sets in use in
 * memory: what they hold stays true whoever adds to them. Nothing is added for a service whose day has no room for a new group: its errors
 * with a new template are counted together whatever the answer is.
 */
final class StoredTemplateBudget {

    private static final int IN_MEMORY = 5_000;
    private static final int ROUNDS = 8;
    private static final int HASH_BYTES = 16;

    private final Documents<TemplateSet> sets;
    private final GroupBudget groups;
    private final Await await;
    private final Map<String, TemplateSet> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TemplateSet> eldest) {
            return size() > IN_MEMORY;
        }
    };

    StoredTemplateBudget(Documents<TemplateSet> sets, GroupBudget groups, Await await) {
        this.sets = sets;
        this.groups = groups;
        this.await = await;
    }

    /** As {@link TemplateBudget#admits}, of an error of this moment. */
    boolean admits(GroupKey frames, String template, Instant receivedAt) {
        String id = GroupKeys.text(frames);
        String hash = hash(template);
        TemplateSet set = known.get(id);
        if (set != null && (set.templates().contains(hash) || set.templates().size() >= MOST_TEMPLATES)) {
            return set.templates().contains(hash);
        }
        try {
            boolean full = groups.isFull(frames.service(), receivedAt);
            TemplateSet stored = stored(id, hash, full);
            if (stored.rev() > 0) {
                known.put(id, stored);
            }
            return stored.templates().contains(hash)
                    || full && stored.templates().size() < MOST_TEMPLATES;
        } catch (UnavailableException e) {
            throw new StoreUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The set with the template in it, or full, or as it is where nothing may be added. */
    private TemplateSet stored(String id, String hash, boolean asItIs) throws UnavailableException {
        for (int round = 0; round < ROUNDS; round++) {
            TemplateSet before =
                    await.await(sets.find(List.of(id)).next().defaultIfEmpty(new TemplateSet(id, 0, List.of())));
            if (asItIs
                    || before.templates().contains(hash)
                    || before.templates().size() >= MOST_TEMPLATES) {
                return before;
            }
            TemplateSet after = before.with(hash);
            if (await.await(sets.replace(List.of(after))).isEmpty()) {
                return after;
            }
        }
        throw new UnavailableException(
                "somebody else keeps writing the same templates", new IllegalStateException(ROUNDS + " rounds"));
    }

    private static String hash(String template) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(template.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

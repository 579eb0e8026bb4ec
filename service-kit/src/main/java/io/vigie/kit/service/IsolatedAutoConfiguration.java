package io.vigie.kit.service;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps auto-configuration away that a service has no use for, but finds on the class path because it shares its JVM with other
 * services: everything whose class name begins with one of the setting {@code vigie.autoconfigure.deny}.
 */
public final class IsolatedAutoConfiguration implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String SETTING = "vigie.autoconfigure.deny";

    private List<String> denied = List.of();

    @Override
    public void setEnvironment(Environment environment) {
        denied = Binder.get(environment)
                .bind(SETTING, Bindable.listOf(String.class))
                .orElse(List.of());
    }

    @Override
    public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
        boolean[] allowed = new boolean[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            String candidate = candidates[i];
            allowed[i] = candidate == null || denied.stream().noneMatch(candidate::startsWith);
        }
        return allowed;
    }
}

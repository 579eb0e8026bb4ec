package io.vigie.error.journal;

import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The rolling file, where a folder is set. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JournalSettings.class)
class JournalConfiguration {

    @Bean
    Journal journal(JournalSettings settings) {
        Path directory = settings.directory();
        return directory == null ? error -> {} : new RollingJournal(directory, settings);
    }
}

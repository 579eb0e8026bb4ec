package io.vigie.query.series;

import io.vigie.query.live.LiveTail;
import io.vigie.query.storage.FrameStore;
import io.vigie.query.storage.Retention;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reading series. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SeriesSettings.class)
class SeriesConfiguration {

    @Bean(destroyMethod = "dispose")
    Scheduler seriesScheduler() {
        return Schedulers.newParallel("series", Runtime.getRuntime().availableProcessors(), true);
    }

    @Bean
    SeriesReader seriesReader(
            FrameStore frames,
            LiveTail tail,
            Retention retention,
            Clock clock,
            Scheduler seriesScheduler,
            SeriesSettings settings) {
        return new SeriesReader(frames, tail, retention, clock, seriesScheduler, settings);
    }
}

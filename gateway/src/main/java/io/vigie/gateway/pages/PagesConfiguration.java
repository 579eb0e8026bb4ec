package io.vigie.gateway.pages;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.resource.EncodedResourceResolver;

/** The files of the module dashboard, from the class path; compressed ones beside them are used where the browser can. */
@Configuration(proxyBeanMethods = false)
class PagesConfiguration implements WebFluxConfigurer {

    private static final String FOLDER = "dashboard/";
    private static final Duration FOR_EVER = Duration.ofDays(365);

    @Bean
    RouterFunction<ServerResponse> pages() {
        Pages pages = new Pages(new ClassPathResource(FOLDER + "index.html"));
        return RouterFunctions.route(pages::isWanted, pages::show);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // Their names have a hash of their content.
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/" + FOLDER + "assets/")
                .setCacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable())
                .resourceChain(true)
                .addResolver(new EncodedResourceResolver());
        registry.addResourceHandler("/*.*")
                .addResourceLocations("classpath:/" + FOLDER)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(true)
                .addResolver(new EncodedResourceResolver());
    }
}

package io.github.argusglue.spi.config;

import io.github.argusglue.spi.Unstable;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an adapter's configuration record: the {@code interval} of sources of this type, if the configuration does not set
 * it. For systems that allow only so many requests that the usual 30 seconds would spend them.
 *
 * <pre>{@code
 * @DefaultInterval("2m")
 * record CloudConfig(@Inline HttpEndpoint endpoint) {}
 * }</pre>
 */
@Unstable
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DefaultInterval {

    /** The interval as in a configuration file, from {@code 1s} to {@code 1h}: {@code 2m}. */
    String value();
}

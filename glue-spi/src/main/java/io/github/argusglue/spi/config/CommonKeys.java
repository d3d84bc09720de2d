package io.github.argusglue.spi.config;

import io.github.argusglue.spi.Unstable;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an adapter's configuration record: the optional keys that most operators set. {@code argus-glue init} writes them,
 * commented out, beside the required keys; all others are only written with {@code --all}. Without this annotation,
 * {@code init} writes the required keys alone.
 *
 * <p>For an adapter that usually needs a password:
 *
 * <pre>{@code
 * @CommonKeys({"username", "password"})
 * record CloudConfig(@Inline HttpEndpoint endpoint) {}
 * }</pre>
 *
 * <p>A name that is no key of the record is an error of the plugin, and it is not loaded.
 */
@Unstable
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CommonKeys {

    /** The names as they are written in the file, including keys of inlined records; their order has no meaning. */
    String[] value();
}

package io.github.argusglue.spi.config;

import io.github.argusglue.spi.Unstable;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The keys of this record are in the table of the enclosing record, not in their own table.
 *
 * <p>For example, an adapter that cannot do without a token:
 *
 * <pre>{@code
 * record CloudConfig(@Inline(require = "token") HttpEndpoint endpoint) {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Inline {
    /**
     * Names of keys that must be given although they are optional in the inlined record or in a record that is inlined
     * there, as they are written in the file; none by default. {@code argus-glue init} shows them with the other
     * required keys, and {@code argus-glue check} reports those that are missing. The inlined record need not check
     * that. A name that no such key has, or that of a key with a default, is an error of the plugin, and it is not
     * loaded.
     */
    @Unstable
    String[] require() default {};
}

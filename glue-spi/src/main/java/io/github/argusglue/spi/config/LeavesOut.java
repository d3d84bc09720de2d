package io.github.argusglue.spi.config;

import io.github.argusglue.spi.Unstable;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a key with a {@link Default}: with that default, the adapter does not show some problems of the source. argus-glue
 * says so when the source starts, if the configuration does not set the key.
 *
 * <pre>{@code
 * @Doc("Whether cases of BFD sessions are reported") @Default("false") @LeavesOut("cases of BFD sessions")
 * boolean bfd
 * }</pre>
 *
 * @see io.github.argusglue.spi.LeftOut
 */
@Unstable
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface LeavesOut {

    /** Returns which problems are not shown, a few words without a full stop. */
    String value();
}

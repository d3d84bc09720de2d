package io.github.argusglue.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Value used when the key is absent: {@code "30s"}, {@code "true"}, {@code "10"}; for lists and maps as in TOML. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** Returns the text; of a string without quotes, of a list or table as it stands after the equals sign. */
    String value();
}

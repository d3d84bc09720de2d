package io.github.argusglue.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the record whose components are the configuration keys of a class. The class has a constructor that takes the
 * record; it may be private. So the class can get more keys without breaking plugins that were compiled before: a
 * record cannot, because its constructor is part of it.
 *
 * <p>Such a class is used like a record as a component of another record, usually with {@link Inline}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KeysOf {

    /** The record. */
    Class<? extends Record> value();
}

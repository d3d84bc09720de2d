/**
 * Types of an adapter's configuration record.
 *
 * <p>The core binds the table {@code [sources.NAME]} to the record before any code of the adapter runs. One component
 * is one key, in snake_case: {@code hookToken} is {@code hook_token}. A trailing underscore is dropped, for keys that
 * are reserved words in Java: {@code default_} is {@code default}. An absent key gets its {@link Default}. Without a
 * default, an {@link java.util.Optional} or a collection is empty, and any other type is an error. Unknown keys are
 * errors.
 *
 * <table>
 *   <caption>Types of components</caption>
 *   <tr><th>Java</th><th>TOML</th></tr>
 *   <tr><td>{@code String}, {@code boolean}, {@code int}, {@code long}, {@code double}</td><td>the same</td></tr>
 *   <tr><td>{@link java.time.Duration}</td><td>{@code "1h30m"}, {@code "10s"}, {@code "250ms"}</td></tr>
 *   <tr><td>{@link java.net.URI}, {@link java.nio.file.Path}</td><td>string</td></tr>
 *   <tr><td>enum</td><td>string, lower case, {@code _} for {@code _}</td></tr>
 *   <tr><td>{@link Secret}</td><td>{@code { file = "/path" }}, {@code { env = "NAME" }} or a string</td></tr>
 *   <tr><td>record</td><td>table; with {@link Inline} its keys are in the enclosing table</td></tr>
 *   <tr><td>{@code List<X>}, {@code Map<String, X>}</td><td>array, table</td></tr>
 *   <tr><td>{@code Optional<X>}</td><td>X, or absent</td></tr>
 * </table>
 *
 * <p>The record's compact constructor makes all other checks and throws {@link IllegalArgumentException} with a message
 * for people; the core adds file and line.
 *
 * <pre>{@code
 * record ExampleConfig(
 *         @Inline HttpEndpoint endpoint,
 *         @Doc("Alerts younger than this are not reported") @Default("0s") Duration minAge) {}
 * }</pre>
 */
@NullMarked
package io.github.argusglue.spi.config;

import org.jspecify.annotations.NullMarked;

/** A primitive that carries its meaning in the type, so that one kind of string is not passed for another. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

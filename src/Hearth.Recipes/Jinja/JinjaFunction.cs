namespace Hearth.Recipes.Jinja;

/// <summary>A function that expressions can call.</summary>
/// <exception cref="JinjaException">The arguments are wrong, or the answer is an error; made by <see cref="JinjaCall.Fail"/>.</exception>
public delegate JinjaValue JinjaFunction(JinjaCall call);

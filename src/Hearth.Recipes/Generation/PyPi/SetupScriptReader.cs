namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Finds assignments and the call of <c>setup</c> among the tokens of a script.</summary>
internal sealed class SetupScriptReader(IReadOnlyList<PythonToken> tokens)
{
    private const int MostDepth = 64;
    private const int MostCharactersOfName = 200;

    private readonly Dictionary<string, PythonValue> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PythonValue> _arguments = new(StringComparer.Ordinal);
    private int _at;
    private int _depth;

    public Dictionary<string, PythonValue> Read()
    {
        while (Current.Kind != PythonTokenKind.End)
        {
            Statement();
            while (Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
            {
                if (!TrySetup())
                    _at++;
            }
            if (Current.Kind == PythonTokenKind.NewLine)
                _at++;
        }
        return _arguments;
    }

    private PythonToken Current => tokens[Math.Min(_at, tokens.Count - 1)];

    private PythonToken Ahead(int count) => tokens[Math.Min(_at + count, tokens.Count - 1)];

    private bool Is(string sign) => Current.Kind == PythonTokenKind.Sign && Current.Text == sign;

    private bool Skip(string sign)
    {
        if (!Is(sign))
            return false;
        _at++;
        return true;
    }

    // A name that is given a value twice, under a condition, or is changed in place, is not known.
    private void Statement()
    {
        if (Current.Kind != PythonTokenKind.Name || Ahead(1).Kind != PythonTokenKind.Sign)
            return;
        var name = Current;
        switch (Ahead(1).Text)
        {
            case "=" when Ahead(2) is not { Kind: PythonTokenKind.Sign, Text: "=" }:
                _at += 2;
                var value = name.Indent == 0 && !_names.ContainsKey(name.Text) ? Expression() : PythonValue.Unknown;
                _names[name.Text] = Current.Kind == PythonTokenKind.NewLine ? value : PythonValue.Unknown;
                break;
            case "+=" or "[" or "." when _names.ContainsKey(name.Text):
                _names[name.Text] = PythonValue.Unknown;
                break;
        }
    }

    // 'setup(…)', 'setuptools.setup(…)', not 'def setup(…)'.
    private bool TrySetup()
    {
        if (Current is not { Kind: PythonTokenKind.Name, Text: "setup" } || Ahead(1) is not { Kind: PythonTokenKind.Sign, Text: "(" })
            return false;
        if (_at > 0 && tokens[_at - 1] is { Kind: PythonTokenKind.Name, Text: "def" })
            return false;
        _at += 2;
        while (!Is(")") && Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
        {
            if (Current.Kind == PythonTokenKind.Name && Ahead(1) is { Kind: PythonTokenKind.Sign, Text: "=" })
            {
                var name = Current.Text;
                _at += 2;
                _arguments[name] = Argument();
            }
            else if (Is("*") && Ahead(1) is { Text: "*" } && Ahead(2).Kind == PythonTokenKind.Name && Ahead(3) is { Text: "," or ")" })
            {
                foreach (var (key, value) in _names.GetValueOrDefault(Ahead(2).Text, PythonValue.Unknown).Entries ?? [])
                    _arguments[key] = value;
                _at += 3;
            }
            else
            {
                Argument();
            }
            if (Skip(",") || Is(")"))
                continue;
            // A bracket that nothing opened stands in the way of what follows.
            if (Is("]") || Is("}"))
                _at++;
            else
                SkipToComma();
        }
        Skip(")");
        return true;
    }

    private PythonValue Argument()
    {
        var value = Expression();
        if (Is(",") || Is(")") || Is("]") || Is("}"))
            return value;
        SkipToComma();
        // What the call does is not known; that it is made may be.
        return value.Call is null ? PythonValue.Unknown : value with { Text = null };
    }

    private void SkipToComma()
    {
        var depth = 0;
        while (Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
        {
            if (depth == 0 && (Is(",") || Is(")") || Is("]") || Is("}")))
                return;
            if (Is("(") || Is("[") || Is("{"))
                depth++;
            else if (Is(")") || Is("]") || Is("}"))
                depth--;
            _at++;
        }
    }

    // Operands joined by '+'.
    private PythonValue Expression()
    {
        if (_depth >= MostDepth)
            return PythonValue.Unknown;
        _depth++;
        var value = Operand();
        while (Skip("+"))
            value = Sum(value, Operand());
        _depth--;
        return value;
    }

    private static PythonValue Sum(PythonValue left, PythonValue right) => (left, right) switch
    {
        ({ Text: { } one }, { Text: { } two }) => new PythonValue { Text = one + two },
        ({ Items: { } one }, { Items: { } two }) => new PythonValue { Items = [.. one, .. two] },
        // What is known of a list is worth having, with a mark that it is not all.
        ({ Items: { } one }, _) => new PythonValue { Items = [.. one, PythonValue.Unknown] },
        (_, { Items: { } two }) => new PythonValue { Items = [.. two, PythonValue.Unknown] },
        _ => PythonValue.Unknown,
    };

    private PythonValue Operand()
    {
        var token = Current;
        switch (token.Kind)
        {
            case PythonTokenKind.Text or PythonTokenKind.ComputedText:
                return Texts();
            case PythonTokenKind.Number:
                _at++;
                return new PythonValue { Text = token.Text };
            case PythonTokenKind.Name:
                return NameOrCall();
            case PythonTokenKind.Sign when token.Text is "[" or "(":
                return List(token.Text == "[" ? "]" : ")");
            case PythonTokenKind.Sign when token.Text == "{":
                return Dictionary();
            default:
                return PythonValue.Unknown;
        }
    }

    private PythonValue Texts()
    {
        var text = "";
        var isKnown = true;
        while (Current.Kind is PythonTokenKind.Text or PythonTokenKind.ComputedText)
        {
            isKnown &= Current.Kind == PythonTokenKind.Text;
            text += Current.Text;
            _at++;
        }
        // A method of a text, such as '…'.split(), computes something else.
        if (Is(".") || Is("%") || Is("["))
            return PythonValue.Unknown;
        return isKnown ? new PythonValue { Text = text } : PythonValue.Unknown;
    }

    private PythonValue NameOrCall()
    {
        var name = Current.Text;
        _at++;
        while (Is(".") && Ahead(1).Kind == PythonTokenKind.Name)
        {
            if (name.Length < MostCharactersOfName)
                name += $".{Ahead(1).Text}";
            _at += 2;
        }
        if (Is("("))
        {
            _at++;
            while (!Is(")") && Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
            {
                SkipToComma();
                if (!Skip(","))
                    break;
            }
            Skip(")");
            return new PythonValue { Call = name };
        }
        return _names.GetValueOrDefault(name, PythonValue.Unknown);
    }

    private PythonValue List(string close)
    {
        var isTuple = close == ")";
        var items = new List<PythonValue>();
        var commas = 0;
        _at++;
        while (!Is(close) && Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
        {
            items.Add(Argument());
            if (!Skip(","))
                break;
            commas++;
        }
        if (!Skip(close))
            return PythonValue.Unknown;
        // (x) is x; (x,) is a tuple.
        return isTuple && commas == 0 && items.Count == 1 ? items[0] : new PythonValue { Items = items };
    }

    private PythonValue Dictionary()
    {
        var entries = new List<KeyValuePair<string, PythonValue>>();
        _at++;
        while (!Is("}") && Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
        {
            var key = Operand();
            if (!Skip(":"))
            {
                SkipToComma();
            }
            else
            {
                var value = Argument();
                if (key.Text is { } text)
                    entries.Add(KeyValuePair.Create(text, value));
            }
            if (!Skip(","))
                break;
        }
        return Skip("}") ? new PythonValue { Entries = entries } : PythonValue.Unknown;
    }
}

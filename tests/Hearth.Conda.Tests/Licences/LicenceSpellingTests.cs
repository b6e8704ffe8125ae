using Hearth.Conda.Licences;

namespace Hearth.Conda.Tests.Licences;

public sealed class LicenceSpellingTests
{
    [Theory]
    [InlineData("Apache 2.0", "Apache-2.0")]
    [InlineData("Apache License, Version 2.0", "Apache-2.0")]
    [InlineData("Apache Software License", "Apache-2.0")]
    [InlineData("Apache-2", "Apache-2.0")]
    [InlineData("ASL 2.0", "Apache-2.0")]
    [InlineData("MIT License", "MIT")]
    [InlineData("The MIT License (MIT)", "MIT")]
    [InlineData("MIT/X11", "MIT")]
    [InlineData("BSD", "BSD-3-Clause")]
    [InlineData("BSD 3-Clause", "BSD-3-Clause")]
    [InlineData("3-Clause BSD License", "BSD-3-Clause")]
    [InlineData("New BSD License", "BSD-3-Clause")]
    [InlineData("BSD_2_clause", "BSD-2-Clause")]
    [InlineData("GPLv3", "GPL-3.0-only")]
    [InlineData("GPLv2+", "GPL-2.0-or-later")]
    [InlineData("GPL-3", "GPL-3.0-only")]
    [InlineData("GPL (>= 2)", "GPL-2.0-or-later")]
    [InlineData("GPL (== 3)", "GPL-3.0-only")]
    [InlineData("GNU General Public License v3 (GPLv3)", "GPL-3.0-only")]
    [InlineData("GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later")]
    [InlineData("GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later")]
    [InlineData("LGPL-v2.1-or-later", "LGPL-2.1-or-later")]
    [InlineData("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0")]
    [InlineData("MPL 1.1/GPL 2.0/LGPL 2.1", "MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-only")]
    [InlineData("PSF 2 and ZPL 2.1", "PSF-2.0 AND ZPL-2.1")]
    [InlineData("Public Domain", "LicenseRef-Public-Domain")]
    [InlineData("ISC License (ISCL)", "ISC")]
    [InlineData("Boost Software License 1.0 (BSL-1.0)", "BSL-1.0")]
    [InlineData("Python Software Foundation License", "PSF-2.0")]
    [InlineData("European Union Public Licence 1.2 (EUPL 1.2)", "EUPL-1.2")]
    [InlineData("CC BY-SA 4.0", "CC-BY-SA-4.0")]
    public void Other_words_are_understood(string text, string means)
    {
        var reading = LicenceSpelling.Read(text);
        Assert.Equal(means, reading?.Expression.ToString());
        Assert.False(reading!.IsExact);
    }

    [Theory]
    [InlineData("UNKNOWN")]
    [InlineData("see LICENSE.txt")]
    [InlineData("Copyright (c) 2020")]
    [InlineData("")]
    public void Words_that_mean_no_licence_are_not_guessed_at(string text) => Assert.Null(LicenceSpelling.Read(text));

    [Theory]
    [InlineData("GPL-3 | file LICENSE", "GPL-3.0-only", "LICENSE")]
    [InlineData("MIT + file LICENSE", "MIT", "LICENSE")]
    [InlineData("GPL (>= 2)", "GPL-2.0-or-later", "")]
    [InlineData("GPL-2 | GPL-3", "GPL-2.0-only OR GPL-3.0-only", "")]
    [InlineData("BSD_3_clause + file LICENCE", "BSD-3-Clause", "LICENCE")]
    [InlineData("Apache License (== 2.0) | file LICENSE", "Apache-2.0", "LICENSE")]
    [InlineData("Apache License (>= 2)", "Apache-2.0", "")]
    [InlineData("LGPL (>= 2.1)", "LGPL-2.1-or-later", "")]
    [InlineData("LGPL-2", "LGPL-2.0-only", "")]
    [InlineData("AGPL-3", "AGPL-3.0-only", "")]
    [InlineData("AGPL (>= 3)", "AGPL-3.0-or-later", "")]
    [InlineData("Artistic-2.0", "Artistic-2.0", "")]
    [InlineData("CC0", "CC0-1.0", "")]
    [InlineData("CC BY 4.0", "CC-BY-4.0", "")]
    [InlineData("MPL (== 2.0)", "MPL-2.0", "")]
    [InlineData("MPL-2.0 | file LICENSE", "MPL-2.0", "LICENSE")]
    [InlineData("EUPL-1.1", "EUPL-1.1", "")]
    [InlineData("Unlimited", "LicenseRef-Unlimited", "")]
    [InlineData("EPL", "EPL-1.0", "")]
    [InlineData("file LICENSE", null, "LICENSE")]
    public void The_licences_of_R_packages_are_understood(string field, string? means, string files)
    {
        var licence = RLicence.Read(field);
        Assert.Equal(means, licence.Expression?.ToString());
        Assert.Equal(files, string.Join(' ', licence.Files));
    }

    [Theory]
    [InlineData("MIT-0", "MIT")]
    [InlineData("MITNFA", "OTHER")]
    [InlineData("LGPL-2.1-only", "LGPL")]
    [InlineData("GPL-2.0-or-later", "GPL2")]
    [InlineData("Unlicense", "PUBLIC-DOMAIN")]
    [InlineData("LicenseRef-NVIDIA-End-User-License-Agreement", "PROPRIETARY")]
    public void Every_licence_belongs_to_one_family(string id, string family)
    {
        Assert.Equal(family, LicenceFamilies.Spelling(LicenceFamilies.Of(id)));
        Assert.Equal(LicenceFamilies.Of(id), LicenceFamilies.Read(family));
    }
}
